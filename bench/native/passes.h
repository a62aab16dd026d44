#ifndef BENCH_PASSES_H
#define BENCH_PASSES_H

/* One pass of each kind of measurement. */

#include "report.h"
#include "series.h"

#include <stddef.h>
#include <stdint.h>

struct plan {
  const char *writer; /* the identifier plugin_write() is given */
  size_t threads;
  uint64_t values; /* lists per pass */
  double timeout;  /* seconds */
  bool meta;       /* each list has meta data (pipeline, dispatch) */
  struct series series;
};

struct result {
  const char *error; /* NULL: everything arrived and added up */
  double wall;       /* until the last list was seen by the callback */
  double cpu;        /* the same in CPU time of the whole process */
  double handover;   /* until collectd's own threads had nothing left to do */
  struct totals seen;
};

/* plugin_write() from plan->threads threads at once. */
struct result pass_write(const struct plan *plan, uint64_t pass);

/* plugin_dispatch_values() from one thread, through cache and write threads. */
struct result pass_pipeline(const struct plan *plan, uint64_t pass);

/* Waits for a read callback that dispatches plan->values lists. */
struct result pass_dispatch(const struct plan *plan);

#endif
