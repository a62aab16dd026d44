/* Makes a call of the code under test to the system fail: the one that fail_call()
 * names, counted from there on, and none when that is 0. */
#ifndef COLLECTD_NODEJS_FUZZ_FAILING_CALLS_H
#define COLLECTD_NODEJS_FUZZ_FAILING_CALLS_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void fail_call(unsigned which);

char *fuzz_strdup(const char *s);
void *fuzz_reallocarray(void *p, size_t num, size_t size);
char *fuzz_getcwd(char *buffer, size_t size);
char *fuzz_realpath(const char *path, char *resolved);
/* Root may read everything, so nothing else fails. */
int fuzz_access(const char *path, int mode);
int fuzz_asprintf(char **s, const char *format, ...) __attribute__((format(printf, 2, 3)));

#ifndef FUZZ_REAL_CALLS
#define strdup fuzz_strdup
#define reallocarray fuzz_reallocarray
#define getcwd fuzz_getcwd
#define realpath fuzz_realpath
#define access fuzz_access
#define asprintf fuzz_asprintf
#endif

#endif
