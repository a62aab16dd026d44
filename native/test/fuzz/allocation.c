#define FUZZ_ALLOCATION_REAL
#include "allocation.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>

#undef strdup
#undef reallocarray
#undef getcwd
#undef asprintf

static unsigned left;

void fail_allocation(unsigned which) {
  left = which;
}

static bool fails(void) {
  if (left == 0 || --left > 0) return false;
  errno = ENOMEM;
  return true;
}

char *fuzz_strdup(const char *s) {
  return fails() ? NULL : strdup(s);
}

void *fuzz_reallocarray(void *p, size_t num, size_t size) {
  return fails() ? NULL : reallocarray(p, num, size);
}

char *fuzz_getcwd(char *buffer, size_t size) {
  return fails() ? NULL : getcwd(buffer, size);
}

int fuzz_asprintf(char **s, const char *format, ...) {
  if (fails()) return -1;
  va_list arguments;
  va_start(arguments, format);
  int length = vasprintf(s, format, arguments);
  va_end(arguments);
  return length;
}
