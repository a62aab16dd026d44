#define FUZZ_REAL_CALLS
#include "failing_calls.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>

#undef strdup
#undef reallocarray
#undef getcwd
#undef realpath
#undef access
#undef asprintf

static unsigned left;

void fail_call(unsigned which) {
  left = which;
}

static bool fails(int why) {
  if (left == 0 || --left > 0) return false;
  errno = why;
  return true;
}

char *fuzz_strdup(const char *s) {
  return fails(ENOMEM) ? NULL : strdup(s);
}

void *fuzz_reallocarray(void *p, size_t num, size_t size) {
  return fails(ENOMEM) ? NULL : reallocarray(p, num, size);
}

char *fuzz_getcwd(char *buffer, size_t size) {
  return fails(ENOENT) ? NULL : getcwd(buffer, size);
}

char *fuzz_realpath(const char *path, char *resolved) {
  return fails(EACCES) ? NULL : realpath(path, resolved);
}

int fuzz_access(const char *path, int mode) {
  return fails(EACCES) ? -1 : access(path, mode);
}

int fuzz_asprintf(char **s, const char *format, ...) {
  if (fails(ENOMEM)) return -1;
  va_list arguments;
  va_start(arguments, format);
  int length = vasprintf(s, format, arguments);
  va_end(arguments);
  return length;
}
