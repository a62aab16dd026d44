// Reading parts of an input, and meta data made of it.
#ifndef COLLECTD_NODEJS_FUZZ_META_INPUT_H
#define COLLECTD_NODEJS_FUZZ_META_INPUT_H

#include "collectd/meta_data.h"
#include "oconfig_input.h"

#include <cmath>

uint64_t bits_from(input_t &input);
double number_from(input_t &input);

inline bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

// Null when it has no entries.
nodejs::Meta meta_from(input_t &input);
// Requires that both have the same entries.
void check_same(meta_data_t *meta, meta_data_t *back);

#endif
