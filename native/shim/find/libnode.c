#include "shim/find/libnode.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shim/find/elf_file.h"
#include "shim/find/library_dirs.h"
#include "shim/find/node_files.h"
#include "shim/find/script_dir.h"

/* Newest first: Node 24, 22, 20, 18.20, and 18.19 as Ubuntu numbers it. */
typedef struct {
  uint32_t abi;
  const char *where; /* an apt package of that name exists there */
} known_abi_t;

static const known_abi_t known[] = {
    {137, "Debian 14"},    {127, "Ubuntu 26.04"}, {115, "Debian 13"},
    {109, "Ubuntu 24.04"}, {108, "Debian 12"},
};
static const size_t known_num = sizeof(known) / sizeof(known[0]);

typedef enum {
  USABLE,
  NEEDS_ANOTHER, /* no use: another libnode is needed */
  NEEDS_REPAIR   /* would do; the sentence says what to repair */
} verdict_t;

static bool runtime_path(const char *script_dir, uint32_t abi, char *buffer) {
  int length = snprintf(buffer, PATH_MAX, "%s/runtime.abi%u.glibc.node", script_dir, abi);
  return length >= 0 && length < PATH_MAX;
}

/* 108 of "libnode.so.108", or 0. */
static uint32_t abi_of(const char *name) {
  static const char prefix[] = "libnode.so.";
  const char *slash = strrchr(name, '/');
  const char *base = slash != NULL ? slash + 1 : name;
  if (strncmp(base, prefix, sizeof(prefix) - 1) != 0) return 0;
  const char *digits = base + sizeof(prefix) - 1;
  size_t length = strspn(digits, "0123456789");
  if (length == 0 || length > 4 || digits[length] != '\0') return 0;
  return (uint32_t)strtoul(digits, NULL, 10);
}

static bool exists(const char *path) {
  struct stat st;
  return stat(path, &st) == 0;
}

/* Of a nodejs.so that was built in a clone: the clone's directory. */
static bool find_clone(const char *script_dir, char clone[PATH_MAX]) {
  static const char built[] = "/dist/collectd/nodejs";
  const size_t length = strlen(script_dir), end = sizeof(built) - 1;
  if (length <= end || strcmp(script_dir + length - end, built) != 0) return false;
  char manifest[PATH_MAX];
  int size = snprintf(manifest, PATH_MAX, "%.*s/package.json", (int)(length - end), script_dir);
  if (size < 0 || size >= PATH_MAX || !exists(manifest)) return false;
  snprintf(clone, PATH_MAX, "%.*s", (int)(length - end), script_dir);
  return true;
}

static bool has_runtime(const char *script_dir) {
  DIR *directory = opendir(script_dir);
  if (directory == NULL) return false;
  bool found = false;
  for (const struct dirent *entry; !found && (entry = readdir(directory)) != NULL;)
    found = fnmatch("runtime.abi*.glibc.node", entry->d_name, 0) == 0;
  closedir(directory);
  return found;
}

#define NOT_INSTALLED "the plugin is not installed there, or not completely. Install it: "

/* Why there is no runtime at all, and the command that puts one there. */
static void add_not_installed(const char *script_dir, text_t *why) {
  char clone[PATH_MAX];
  const char *reason = NOT_INSTALLED "sudo collectd-nodejs install --libnode";
  if (find_clone(script_dir, clone))
    reason = "this clone of collectd-nodejs is not built completely. Build it: npm run build";
  else if (exists("/usr/share/collectd-nodejs/package.json"))
    reason = NOT_INSTALLED "sudo apt install --reinstall ./collectd-nodejs_*.deb";
  text_add(why, "There is no runtime in %s: %s", SHOWN(script_dir), reason);
}

static verdict_t judge_runtime(libnode_t *found, text_t *why) {
  if (!runtime_path(found->script_dir, found->abi, found->runtime) || !exists(found->runtime)) {
    text_add(why, "%s has ABI %u, and the runtime for that, %s, does not exist",
             SHOWN(found->libnode), found->abi, SHOWN(found->runtime));
    char clone[PATH_MAX];
    if (find_clone(found->script_dir, clone))
      text_add(why, " (\"npm run build\" in %s makes it)", SHOWN(clone));
    return NEEDS_ANOTHER;
  }
  const char *problem = elf_file_check(found->runtime, NULL, 0);
  if (problem != NULL) {
    text_add(why, "%s %s: install or build collectd-nodejs again", SHOWN(found->runtime), problem);
    return NEEDS_REPAIR;
  }
  return USABLE;
}

/* Whether the libnode at found->libnode can be used; completes `found`, or adds
 * to `why`, without a full stop. */
static verdict_t judge(libnode_t *found, text_t *why) {
  char soname[64];
  const char *problem = elf_file_check(found->libnode, soname, sizeof(soname));
  if (problem != NULL) {
    text_add(why, "%s %s", SHOWN(found->libnode), problem);
    return NEEDS_ANOTHER;
  }
  /* The runtime finds its libnode by this name, whatever the file is called. */
  found->abi = abi_of(soname[0] != '\0' ? soname : found->libnode);
  if (found->abi == 0) {
    text_add(why, "%s is not a libnode.so.<number>", SHOWN(found->libnode));
    return NEEDS_ANOTHER;
  }
  verdict_t verdict = judge_runtime(found, why);
  if (verdict == USABLE && !node_files_check(found->libnode, found->abi, why)) return NEEDS_REPAIR;
  return verdict;
}

/* How to get a libnode for which there is a runtime. */
static void add_advice(const char *script_dir, text_t *why) {
  char path[PATH_MAX];
  size_t num = 0;
  for (size_t i = 0; i < known_num; i++) {
    if (!runtime_path(script_dir, known[i].abi, path) || !exists(path)) continue;
    text_add(why, "%s libnode%u (%s)", num++ == 0 ? " Install" : " or", known[i].abi,
             known[i].where);
  }
  if (num > 0)
    text_add(why, ", with apt for example, or name one with LibNode \"path\".");
  else
    text_add(why, " The runtimes in %s are for others: name one of those with LibNode \"path\".",
             SHOWN(script_dir));
}

static int find_wanted(const char *wanted, libnode_t *found, text_t *why) {
  snprintf(found->libnode, sizeof(found->libnode), "%s", wanted);
  text_add(why, "LibNode: ");
  verdict_t verdict = judge(found, why);
  if (verdict == USABLE) return 0;
  text_add(why, ".");
  if (verdict == NEEDS_ANOTHER) add_advice(found->script_dir, why);
  return -1;
}

/* Tries one name in all directories. `problems` collects what is wrong with
 * those that exist. */
static bool find_abi(uint32_t abi, const library_dirs_t *dirs, libnode_t *found, text_t *problems,
                     bool *repair) {
  for (size_t i = 0; i < dirs->num; i++) {
    int length =
        snprintf(found->libnode, sizeof(found->libnode), "%s/libnode.so.%u", dirs->dir[i], abi);
    if (length < 0 || length >= (int)sizeof(found->libnode) || !exists(found->libnode)) continue;
    text_t problem = {0};
    verdict_t verdict = judge(found, &problem);
    if (verdict == USABLE) return true;
    if (verdict == NEEDS_REPAIR) *repair = true;
    text_add(problems, "%s%s", problems->len > 0 ? "; " : "", problem.s);
  }
  return false;
}

static void add_searched(const library_dirs_t *dirs, text_t *why) {
  text_add(why, "No libnode found: looked for libnode.so.");
  for (size_t i = 0; i < known_num; i++)
    text_add(why, "%s%u", i == 0 ? "{" : ",", known[i].abi);
  for (size_t i = 0; i < dirs->num; i++)
    text_add(why, "%s%s", i == 0 ? "} in " : ", ", SHOWN(dirs->dir[i]));
  text_add(why, ".");
}

int libnode_find(const char *wanted, libnode_t *found, text_t *why) {
  if (!script_dir_find(found->script_dir)) {
    text_add(why, "The directory of nodejs.so cannot be found out.");
    return -1;
  }
  if (!has_runtime(found->script_dir)) {
    add_not_installed(found->script_dir, why);
    return -1;
  }
  if (wanted != NULL) return find_wanted(wanted, found, why);

  library_dirs_t dirs;
  library_dirs_init(&dirs, found->script_dir);
  text_t problems = {0};
  bool ok = false, repair = false;
  for (size_t i = 0; i < known_num && !ok; i++)
    ok = find_abi(known[i].abi, &dirs, found, &problems, &repair);
  if (!ok && problems.len > 0)
    text_add(why, "No usable libnode: %s.", problems.s);
  else if (!ok)
    add_searched(&dirs, why);
  if (!ok && !repair) add_advice(found->script_dir, why);
  library_dirs_free(&dirs);
  return ok ? 0 : -1;
}
