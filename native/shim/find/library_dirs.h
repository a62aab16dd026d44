/* The directories in which a libnode may lie. Config phase only. */
#ifndef COLLECTD_NODEJS_SHIM_FIND_LIBRARY_DIRS_H
#define COLLECTD_NODEJS_SHIM_FIND_LIBRARY_DIRS_H

#include <stddef.h>

enum { LIBRARY_DIRS_MAX = 32 };

typedef struct {
  char *dir[LIBRARY_DIRS_MAX]; /* absolute, each once, only those that exist */
  size_t num;
} library_dirs_t;

/* `own` comes first, then LD_LIBRARY_PATH, then those of the system. */
void library_dirs_init(library_dirs_t *dirs, const char *own);
void library_dirs_free(library_dirs_t *dirs);

#endif
