/* The plugins that come with this nodejs.so, each one file: "<script dir>/plugins/<name>.js".
 * Config phase only (main thread, before the fork). */
#ifndef COLLECTD_NODEJS_SHIM_FIND_SHIPPED_H
#define COLLECTD_NODEJS_SHIM_FIND_SHIPPED_H

#include <limits.h>
#include <stdbool.h>

/* Writes where the plugin `name` is, or would be. False: that cannot be found out. */
bool shipped_path(char buffer[PATH_MAX], const char *name);

/* Whether `path`, which an Import of `name` means, takes the place of a shipped plugin; then writes
 * the path of that. */
bool shipped_is_hidden(const char *name, const char *path, char buffer[PATH_MAX]);

#endif
