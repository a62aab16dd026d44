#include "shim/find/resolve.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shim/find/module_files.h"
#include "shim/find/module_paths.h"
#include "shim/find/shipped.h"
#include "shim/find/suggestion.h"

/* Turns the only one into the result, its directory free of links. */
static int finish(matches_t *matches, const char *module_name_text, char **module_name, char **path,
                  text_t *why) {
  char *found = matches->path[0];
  if (matches->num > 1) {
    text_add(why, "there are two: %s and %s. Remove one, or name one by its absolute path.",
             SHOWN(found), SHOWN(matches->path[1]));
    return -1;
  }
  if (access(found, R_OK) != 0) {
    text_add(why, "%s cannot be read: %s.", SHOWN(found), strerror(errno));
    return -1;
  }
  char *slash = strrchr(found, '/'); /* there is one: it is absolute */
  *slash = '\0';
  char *directory = realpath(found[0] == '\0' ? "/" : found, NULL);
  const char *separator = directory != NULL && strcmp(directory, "/") == 0 ? "" : "/";
  if (directory == NULL || asprintf(path, "%s%s%s", directory, separator, slash + 1) < 0)
    *path = NULL;
  free(directory);
  *module_name = strdup(module_name_text);
  if (*path != NULL && *module_name != NULL) return 0;
  text_add(why, "%s.", strerror(errno));
  free(*path);
  free(*module_name);
  *path = NULL;
  *module_name = NULL;
  return -1;
}

static int resolve_absolute(const char *name, char **module_name, char **path, text_t *why) {
  char stem[PATH_MAX];
  matches_t matches = {.num = 0};
  if (!path_join(stem, "%s", name)) {
    text_add(why, "%s.", strerror(ENAMETOOLONG));
    return -1;
  }
  for (size_t end = strlen(stem); end > 1 && stem[end - 1] == '/'; end--)
    stem[end - 1] = '\0';

  const char *extension = known_extension(stem);
  if (extension != NULL && is_file(stem)) {
    char *dot = stem + (extension - 1 - stem);
    *dot = '\0';
    if (ends_with(stem, ".d") && ends_with(extension, "ts")) {
      text_add(why, "it only declares types. Name the module itself.");
      return -1;
    }
    *dot = '.';
    add_match(&matches, stem);
    *dot = '\0'; /* from here on the base name is the module's */
  } else {
    look_at(&matches, stem);
  }
  const char *base = strrchr(stem, '/') + 1;
  if (matches.num == 0 || *base == '\0') {
    char meant[SUGGESTION_SIZE];
    suggest_path(name, meant);
    text_add(why,
             "no such module.%s Looked for that file, and with ." EXTENSIONS
             ", /package.json, /index." EXTENSIONS " added. Correct the path.",
             meant);
    return -1;
  }
  return finish(&matches, base, module_name, path, why);
}

/* Every part between slashes must name something below the directory. */
static bool is_below(const char *name) {
  for (const char *part = name;; part++) {
    size_t length = strcspn(part, "/");
    bool dots = strspn(part, ".") == length && length <= 2;
    if (length == 0 || dots) return false;
    part += length;
    if (*part == '\0') return true;
  }
}

static void not_found(const char *name, const char *file, const char *shipped, text_t *why) {
  char meant[SUGGESTION_SIZE];
  suggest_name(name, meant);
  if (module_paths_num() == 0) {
    text_add(why,
             "there is no ModulePath above it to look in%s%s.%s Add one, or give an absolute path.",
             shipped[0] != '\0' ? ", and no shipped plugin " : "", SHOWN(shipped), meant);
    return;
  }
  text_add(why,
           "no such module.%s Looked for %s." EXTENSIONS ", %s/package.json, %s/index." EXTENSIONS
           ", node_modules/%s in ",
           meant, SHOWN(file), SHOWN(file), SHOWN(file), SHOWN(name));
  for (size_t i = 0; i < module_paths_num(); i++)
    text_add(why, "%s%s", i ? ", " : "", SHOWN(module_path(i)));
  if (shipped[0] != '\0') text_add(why, ", and for the shipped plugin %s", SHOWN(shipped));
  const char *extension = known_extension(name);
  if (extension != NULL) text_add(why, ". Leave out \".%s\"", extension);
  text_add(why, ". Correct the name, or the ModulePath above it.");
}

int resolve_import(const char *name, char **module_name, char **path, text_t *why) {
  if (name[0] == '/') return resolve_absolute(name, module_name, path, why);

  /* "a.b" is a/b, as in Python; a name with a slash is a path already. */
  char file[PATH_MAX];
  bool fits = path_join(file, "%s", name);
  if (fits && strchr(name, '/') == NULL)
    for (char *dot = strchr(file, '.'); dot != NULL; dot = strchr(dot, '.'))
      *dot = '/';
  if (!fits || !is_below(file)) {
    text_add(why, "not the name of a module. Write it like \"name\", \"directory.name\" or "
                  "\"@scope/package\", or as an absolute path.");
    return -1;
  }
  for (size_t i = 0; i < module_paths_num(); i++) {
    matches_t matches = {.num = 0};
    char stem[PATH_MAX];
    if (path_join(stem, "%s/%s", module_path(i), file)) look_at(&matches, stem);
    /* A plugin mqtt.ts may well use node_modules/mqtt: only when it has no own. */
    if (matches.num == 0 && path_join(stem, "%s/node_modules/%s", module_path(i), name))
      look_at(&matches, stem);
    if (matches.num == 0 && path_join(stem, "%s/node_modules/%s", module_path(i), file))
      look_at(&matches, stem);
    if (matches.num > 0) return finish(&matches, name, module_name, path, why);
  }
  matches_t shipped = {.num = 0};
  if (!shipped_path(shipped.path[0], file)) shipped.path[0][0] = '\0';
  if (shipped.path[0][0] != '\0' && is_file(shipped.path[0])) {
    shipped.num = 1;
    return finish(&shipped, name, module_name, path, why);
  }
  not_found(name, file, shipped.path[0], why);
  return -1;
}
