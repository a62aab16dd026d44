#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

/* How the driver learns what a callback in any language did: it writes a line
 * to collectd's log, which every language can, and the driver's log callback
 * takes the time the moment that line arrives. */

#include <stdbool.h>
#include <stdint.h>

/* What a writer adds up over a pass, so that nobody can skip a field. */
struct totals {
  uint64_t count;
  uint64_t text; /* the lengths of all five strings, and of those in meta data */
  uint64_t meta; /* the number of meta data keys */
  double values;
  double time;
  double interval;
};

struct moment {
  double wall; /* seconds */
  double cpu;  /* seconds of all threads of the process, the kernel's too */
};

struct report {
  struct moment begin;  /* of "bench: begin", if that was logged */
  uint64_t ends;        /* of "bench: end", since the start of collectd */
  struct moment end;    /* of "bench: end" or "bench: done …" */
  struct totals totals; /* of "bench: done …" */
};

struct memory {
  long rss_kib;
  long anon_kib;
};

struct moment moment_now(void);
struct memory memory_now(void);
bool totals_equal(const struct totals *a, const struct totals *b);

/* Registers the log callback. From here on collectd logs nowhere else, unless
 * a log plugin is loaded; warnings and errors go to stderr. */
void report_register(void);

/* Waits for the line collectd logs when all threads are started. */
bool report_wait_started(double seconds);

void report_arm(void);
bool report_wait(struct report *report, double seconds);

/* Lines at NOTICE and INFO that came since the start: they cost time. */
uint64_t report_chatter(void);

#endif
