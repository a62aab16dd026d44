/* Whether there is a terminal. */
#ifndef COLLECTD_NODEJS_FUZZ_TERMINAL_H
#define COLLECTD_NODEJS_FUZZ_TERMINAL_H

#include <stdbool.h>
#include <unistd.h>

extern bool fuzz_terminal;

#define isatty(fd) ((void)(fd), fuzz_terminal)

#endif
