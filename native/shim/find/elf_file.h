/* What can be told about a shared object without loading it. Reads only the
 * headers and the dynamic section. No state; usable on any thread. */
#ifndef COLLECTD_NODEJS_SHIM_FIND_ELF_FILE_H
#define COLLECTD_NODEJS_SHIM_FIND_ELF_FILE_H

#include <stddef.h>

/* Checks that `path` is a shared object for this process that is there as a
 * whole: mapping a truncated one would kill the process with SIGBUS.
 * Returns NULL, or why not, to follow the path in a sentence. `soname`, unless
 * NULL, gets its DT_SONAME, or an empty string. */
const char *elf_file_check(const char *path, char *soname, size_t soname_size);

#endif
