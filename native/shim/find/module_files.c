#include "shim/find/module_files.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char *const extensions[] = {"ts", "mts", "cts", "js", "mjs", "cjs"};
static const size_t extensions_num = sizeof(extensions) / sizeof(extensions[0]);

bool path_join(char *buffer, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(buffer, PATH_MAX, format, arguments);
  va_end(arguments);
  return length >= 0 && length < PATH_MAX;
}

bool is_file(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

void add_match(matches_t *matches, const char *path) {
  if (matches->num < 2) path_join(matches->path[matches->num++], "%s", path);
}

const char *known_extension(const char *path) {
  const char *dot = strrchr(path, '.');
  for (size_t i = 0; dot != NULL && i < extensions_num; i++)
    if (strcmp(dot + 1, extensions[i]) == 0) return dot + 1;
  return NULL;
}

bool ends_with(const char *s, const char *end) {
  size_t length = strlen(s), end_length = strlen(end);
  return length >= end_length && strcmp(s + length - end_length, end) == 0;
}

static void add_files(matches_t *matches, const char *stem) {
  char path[PATH_MAX];
  for (size_t i = 0; i < extensions_num; i++) {
    /* x.d.ts only declares types. */
    if (ends_with(stem, ".d") && ends_with(extensions[i], "ts")) continue;
    if (path_join(path, "%s.%s", stem, extensions[i]) && is_file(path)) add_match(matches, path);
  }
}

void look_at(matches_t *matches, const char *stem) {
  char path[PATH_MAX];
  add_files(matches, stem);
  /* Packages have an index.js beside their package.json, which decides. */
  if (path_join(path, "%s/package.json", stem) && is_file(path))
    add_match(matches, stem);
  else if (path_join(path, "%s/index", stem))
    add_files(matches, path);
}
