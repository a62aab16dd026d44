#include "shim/find/shipped.h"

#include <stdio.h>
#include <sys/stat.h>

#include "shim/find/script_dir.h"

bool shipped_path(char buffer[PATH_MAX], const char *name) {
  char directory[PATH_MAX];
  if (!script_dir_find(directory)) return false;
  int length = snprintf(buffer, PATH_MAX, "%s/plugins/%s.js", directory, name);
  return length >= 0 && length < PATH_MAX;
}

/* By inode: the same file may have several paths. */
bool shipped_is_hidden(const char *name, const char *path, char buffer[PATH_MAX]) {
  struct stat shipped, used;
  if (name[0] == '/' || !shipped_path(buffer, name) || stat(buffer, &shipped) != 0) return false;
  return stat(path, &used) == 0 && (shipped.st_dev != used.st_dev || shipped.st_ino != used.st_ino);
}
