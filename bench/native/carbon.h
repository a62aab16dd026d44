#ifndef BENCH_CARBON_H
#define BENCH_CARBON_H

/* A Carbon of the driver's own: a thread that takes lines over TCP, counts them
 * and takes the time of the last one. */

#include "passes.h"

#include <stdbool.h>
#include <stdint.h>

/* What can be told of lines that come in any order. */
struct lines {
  uint64_t count;
  uint64_t bytes;
  uint64_t sum; /* of all bytes */
};

/* On loopback, before collectd's plugins connect: in the config callback. */
bool carbon_listen(uint16_t port);

/* Starts the thread: after the fork. */
bool carbon_start(void);

/* Hands out a pass, to plan->writer or (NULL) through plugin_dispatch_values(),
 * and waits until all lines have arrived. CPU time is that of the process
 * without the receiving thread. */
struct result pass_carbon(const struct plan *plan, uint64_t pass, struct lines *lines);

#endif
