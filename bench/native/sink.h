#ifndef BENCH_SINK_H
#define BENCH_SINK_H

/* The target "bench_sink" of a PostCache chain: counts what was dispatched and
 * throws it away, so that no writer is paid for and the queue does not grow. */

#include <stdbool.h>
#include <stdint.h>

void sink_register(void);

/* Whether everything the read callbacks dispatch in that many calls arrived,
 * as it was sent. Waits for the write threads to be done with it. */
bool sink_complete(uint64_t calls, uint64_t values, bool with_meta, double timeout);

/* How many value lists came in all. */
uint64_t sink_count(void);

#endif
