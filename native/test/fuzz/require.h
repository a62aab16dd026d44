/* What must be true of any input. */
#ifndef COLLECTD_NODEJS_FUZZ_REQUIRE_H
#define COLLECTD_NODEJS_FUZZ_REQUIRE_H

#include <stdbool.h>
#include <stdlib.h>

static inline void require(bool holds) {
  if (!holds) abort();
}

#endif
