/* Which files can be a module. Config phase only (main thread, before the fork). */
#ifndef COLLECTD_NODEJS_SHIM_FIND_MODULE_FILES_H
#define COLLECTD_NODEJS_SHIM_FIND_MODULE_FILES_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#define EXTENSIONS "{ts,mts,cts,js,mjs,cjs}"

/* What one directory has for a name; more than one is the user's mistake. */
typedef struct {
  char path[2][PATH_MAX];
  size_t num;
} matches_t;

/* False: the path is longer than PATH_MAX. */
__attribute__((format(printf, 2, 3))) bool path_join(char *buffer, const char *format, ...);

bool is_file(const char *path);
bool ends_with(const char *s, const char *end);

/* The extension of a file that Node can run, without the dot, or NULL. */
const char *known_extension(const char *path);

void add_match(matches_t *matches, const char *path);

/* Everything that `stem`, an absolute path without extension, can mean. */
void look_at(matches_t *matches, const char *stem);

#endif
