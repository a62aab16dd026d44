#ifndef BENCH_SERIES_H
#define BENCH_SERIES_H

/* What a pass consists of: value lists as a collectd server gets them, a
 * hundred series of each of many hosts. Names come from small tables, so that
 * a million series take kilobytes and writing a list costs some nanoseconds,
 * the same for every language. */

#include "collectd.h"

#include "plugin.h"

#include "report.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SERIES_PER_HOST 100
#define SERIES_MAX_VALUES 3

struct series {
  size_t count; /* series: a multiple of SERIES_PER_HOST */
  bool churn;   /* every list has an identifier never seen before */
};

/* Where one thread stands. Each list is the next series; when all had their
 * turn the time moves on. */
struct cursor {
  const struct series *series;
  uint64_t number; /* of this list within its pass: also its value */
  uint64_t unique; /* of this list within the whole run */
  size_t host;
  size_t metric;
  cdtime_t time;
  value_t values[SERIES_MAX_VALUES];
  char churn_name[16];
};

/* Needs collectd's data sets: call after init. False when one is missing. */
bool series_prepare(const struct series *series);

void cursor_start(struct cursor *cursor, const struct series *series, uint64_t pass,
                  uint64_t pass_size, uint64_t number);

/* Writes the next list into vl, which the caller zeroed once and keeps. */
const data_set_t *cursor_next(struct cursor *cursor, value_list_t *vl);

/* What a writer that saw all of a pass must have counted. */
struct totals series_totals(const struct series *series, uint64_t pass, uint64_t pass_size);

#endif
