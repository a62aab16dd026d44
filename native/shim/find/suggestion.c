#include "shim/find/suggestion.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shim/closest_word.h"
#include "shim/find/module_files.h"
#include "shim/find/module_paths.h"
#include "shim/find/shipped.h"
#include "shim/text.h"

static int is_visible(const struct dirent *entry) {
  return entry->d_name[0] != '.';
}

/* Byte by byte, as `check` sorts them. */
static int compare(const struct dirent **left, const struct dirent **right) {
  return strcmp((*left)->d_name, (*right)->d_name);
}

/* A file without its extension, or a directory that is a module. */
static void offer(closest_word_t *search, const char *directory, char *name) {
  char path[PATH_MAX];
  matches_t matches = {.num = 0};
  const char *extension = known_extension(name);
  if (!path_join(path, "%s/%s", directory, name)) return;
  if (extension != NULL && is_file(path))
    name[extension - 1 - name] = '\0';
  else
    look_at(&matches, path);
  /* No name has a dot: it is a slash, or the end of x.d.ts. */
  if ((extension != NULL || matches.num > 0) && strchr(name, '.') == NULL)
    closest_word_offer(search, name);
}

static void offer_all(closest_word_t *search, const char *directory) {
  struct dirent **entries;
  int num = scandir(directory, &entries, is_visible, compare);
  for (int i = 0; i < num; i++) {
    offer(search, directory, entries[i]->d_name);
    free(entries[i]);
  }
  if (num >= 0) free(entries);
}

/* `before` is what stands before the last part of a name, `before_length` bytes of it. */
static void write_found(const closest_word_t *search, const char *before, size_t before_length,
                        char buffer[SUGGESTION_SIZE]) {
  const char *found = closest_word_found(search);
  buffer[0] = '\0';
  if (found == NULL || strcmp(found, search->word) == 0) return;
  char whole[PATH_MAX];
  if (!path_join(whole, "%.*s%s", (int)before_length, before, found)) return;
  snprintf(buffer, SUGGESTION_SIZE, " Did you mean \"%s\"?", SHOWN(whole));
}

/* Its copy without an extension and slashes at the end. False: it is too long. */
static bool bare(const char *name, char copy[PATH_MAX]) {
  if (!path_join(copy, "%s", name)) return false;
  for (size_t end = strlen(copy); end > 1 && copy[end - 1] == '/'; end--)
    copy[end - 1] = '\0';
  const char *extension = known_extension(copy);
  if (extension != NULL) copy[extension - 1 - copy] = '\0';
  return true;
}

void suggest_path(const char *path, char buffer[SUGGESTION_SIZE]) {
  char directory[PATH_MAX];
  buffer[0] = '\0';
  if (!bare(path, directory)) return;
  char *slash = strrchr(directory, '/');
  closest_word_t search;
  closest_word_start(&search, slash + 1);
  *slash = '\0';
  offer_all(&search, directory[0] == '\0' ? "/" : directory);
  write_found(&search, path, (size_t)(slash + 1 - directory), buffer);
}

void suggest_name(const char *name, char buffer[SUGGESTION_SIZE]) {
  char file[PATH_MAX], directory[PATH_MAX];
  buffer[0] = '\0';
  if (!bare(name, file)) return;
  if (strchr(name, '/') == NULL)
    for (char *dot = strchr(file, '.'); dot != NULL; dot = strchr(dot, '.'))
      *dot = '/';
  char *slash = strrchr(file, '/');
  const char *last = slash != NULL ? slash + 1 : file;
  closest_word_t search;
  closest_word_start(&search, last);
  if (slash != NULL) *slash = '\0';
  const char *folder = slash != NULL ? file : ".";
  for (size_t i = 0; i < module_paths_num(); i++) {
    if (path_join(directory, "%s/%s", module_path(i), folder)) offer_all(&search, directory);
    if (path_join(directory, "%s/node_modules/%s", module_path(i), folder))
      offer_all(&search, directory);
  }
  if (slash == NULL && shipped_path(directory, "x")) {
    *strrchr(directory, '/') = '\0';
    offer_all(&search, directory);
  }
  write_found(&search, name, (size_t)(last - file), buffer);
}
