#include "shim/find/module_paths.h"

#include <stdlib.h>
#include <string.h>

/* In file order: the last is searched first. */
static char **paths;
static size_t paths_num;

size_t module_paths_num(void) {
  return paths_num;
}

const char *module_path(size_t index) {
  return paths[paths_num - 1 - index];
}

int module_paths_add(char *path) {
  for (size_t i = 0; i < paths_num; i++) {
    if (strcmp(paths[i], path) != 0) continue;
    free(path);
    path = paths[i];
    memmove(&paths[i], &paths[i + 1], (paths_num - i - 1) * sizeof(*paths));
    paths[paths_num - 1] = path;
    return 0;
  }
  char **grown = reallocarray(paths, paths_num + 1, sizeof(*paths));
  if (grown == NULL) {
    free(path);
    return -1;
  }
  paths = grown;
  paths[paths_num++] = path;
  return 0;
}
