#include "shim/find/node_files.h"

#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define ALL_ABIS 0

typedef struct {
  const char *path;
  const char *package; /* Debian's, which a libnode depends on */
  uint32_t abis[4];    /* 0 ends the list; none at all is every ABI */
} node_file_t;

static const node_file_t node_files[] = {
    {"/usr/share/nodejs/undici/undici-fetch.js", "node-undici", {ALL_ABIS}},
    {"/usr/share/nodejs/acorn/dist/acorn.js", "node-acorn", {ALL_ABIS}},
    {"/usr/share/nodejs/acorn-walk/dist/walk.js", "node-acorn", {ALL_ABIS}},
    {"/usr/share/nodejs/cjs-module-lexer/lexer.js", "node-cjs-module-lexer", {108, 109, 115, 127}},
    {"/usr/share/nodejs/cjs-module-lexer/dist/lexer.js",
     "node-cjs-module-lexer",
     {108, 109, 115, 127}},
    {"/usr/share/nodejs/minimatch/dist/cjs/index.bundle.js", "node-minimatch", {115}},
};

enum { node_files_num = sizeof(node_files) / sizeof(node_files[0]) };

static bool is_for(const node_file_t *file, uint32_t abi) {
  for (size_t i = 0; i < 4 && file->abis[i] != 0; i++)
    if (file->abis[i] == abi) return true;
  return file->abis[0] == ALL_ABIS;
}

/* Other distributions build these scripts in. Reading 50 MB takes a while, so
 * this is asked only about a file that is missing. */
static bool mentions(const char *libnode, const char *path) {
  int fd = open(libnode, O_RDONLY | O_CLOEXEC);
  struct stat st;
  if (fd < 0 || fstat(fd, &st) != 0 || st.st_size <= 0) {
    if (fd >= 0) close(fd);
    return true;
  }
  size_t size = (size_t)st.st_size;
  void *content = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
  close(fd);
  if (content == MAP_FAILED) return true;
  bool found = memmem(content, size, path, strlen(path) + 1) != NULL;
  munmap(content, size);
  return found;
}

static bool is_missing(const node_file_t *file, const char *libnode, uint32_t abi) {
  return is_for(file, abi) && access(file->path, R_OK) != 0 && mentions(libnode, file->path);
}

bool node_files_check(const char *libnode, uint32_t abi, text_t *why) {
  const node_file_t *missing[node_files_num];
  size_t num = 0;
  for (size_t i = 0; i < node_files_num; i++)
    if (is_missing(&node_files[i], libnode, abi)) missing[num++] = &node_files[i];
  if (num == 0) return true;

  text_add(why, "%s needs files that are missing or cannot be read (apt install --reinstall",
           SHOWN(libnode));
  for (size_t i = 0; i < num; i++) /* those of one package stand together */
    if (i == 0 || strcmp(missing[i]->package, missing[i - 1]->package) != 0)
      text_add(why, " %s", missing[i]->package);
  for (size_t i = 0; i < num; i++)
    text_add(why, "%s%s", i == 0 ? "): " : ", ", missing[i]->path);
  return false;
}
