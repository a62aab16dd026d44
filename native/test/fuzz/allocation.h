/* Makes allocations of the code under test fail: the one that fail_allocation()
 * names, counted from its call, and none when that is 0. */
#ifndef COLLECTD_NODEJS_FUZZ_ALLOCATION_H
#define COLLECTD_NODEJS_FUZZ_ALLOCATION_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void fail_allocation(unsigned which);

char *fuzz_strdup(const char *s);
void *fuzz_reallocarray(void *p, size_t num, size_t size);
char *fuzz_getcwd(char *buffer, size_t size);
int fuzz_asprintf(char **s, const char *format, ...) __attribute__((format(printf, 2, 3)));

#ifndef FUZZ_ALLOCATION_REAL
#define strdup fuzz_strdup
#define reallocarray fuzz_reallocarray
#define getcwd fuzz_getcwd
#define asprintf fuzz_asprintf
#endif

#endif
