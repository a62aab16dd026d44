#include "shim/find/library_dirs.h"

#include <stdlib.h>
#include <string.h>

/* Debian's multiarch directory; the others are found by the general names. */
#if defined(__x86_64__) && !defined(__ILP32__)
#define TRIPLET "x86_64-linux-gnu"
#elif defined(__aarch64__)
#define TRIPLET "aarch64-linux-gnu"
#elif defined(__arm__)
#define TRIPLET "arm-linux-gnueabihf"
#elif defined(__i386__)
#define TRIPLET "i386-linux-gnu"
#elif defined(__riscv) && __riscv_xlen == 64
#define TRIPLET "riscv64-linux-gnu"
#endif

static const char *const system_dirs[] = {
#ifdef TRIPLET
    "/usr/lib/" TRIPLET, "/lib/" TRIPLET,
#endif
    "/usr/local/lib",    "/usr/lib",      "/usr/lib64",
};

static void add(library_dirs_t *dirs, const char *path) {
  char *absolute = realpath(path, NULL);
  if (absolute == NULL) return;
  /* /lib is /usr/lib: nobody wants to read about the same file twice. */
  for (size_t i = 0; i < dirs->num; i++) {
    if (strcmp(dirs->dir[i], absolute) != 0) continue;
    free(absolute);
    return;
  }
  if (dirs->num < LIBRARY_DIRS_MAX)
    dirs->dir[dirs->num++] = absolute;
  else
    free(absolute);
}

void library_dirs_init(library_dirs_t *dirs, const char *own) {
  dirs->num = 0;
  add(dirs, own);
  const char *value = getenv("LD_LIBRARY_PATH");
  char *copy = value != NULL ? strdup(value) : NULL;
  char *rest = NULL;
  for (char *dir = copy != NULL ? strtok_r(copy, ":;", &rest) : NULL; dir != NULL;
       dir = strtok_r(NULL, ":;", &rest))
    add(dirs, dir);
  free(copy);
  for (size_t i = 0; i < sizeof(system_dirs) / sizeof(system_dirs[0]); i++)
    add(dirs, system_dirs[i]);
}

void library_dirs_free(library_dirs_t *dirs) {
  for (size_t i = 0; i < dirs->num; i++)
    free(dirs->dir[i]);
  dirs->num = 0;
}
