#ifndef BENCH_ORIGIN_H
#define BENCH_ORIGIN_H

/* The meta data of the comparison: one entry "origin", whose text is another one
 * with each list, so that nobody can keep what it made of the last one. */

#include "collectd.h"

#include "plugin.h"
#include "utils/metadata/meta_data.h"

#include <stddef.h>
#include <stdint.h>

#define ORIGINS 4096

/* "sensor" and a number. */
const char *origin_of(uint64_t number);

/* Made as collectd's own plugins do; meta_data_destroy() it. */
meta_data_t *origin_meta(uint64_t number);

/* Any meta data: the number of keys, and the lengths of all values that are text. */
struct meta_size {
  uint64_t keys;
  uint64_t text;
};
struct meta_size meta_size(meta_data_t *meta);

#endif
