// meta_data_t <-> the flat array that crosses into JavaScript:
// key, type, value, key, type, value, … (types: MetaType).
#ifndef COLLECTD_NODEJS_COLLECTD_META_DATA_H
#define COLLECTD_NODEJS_COLLECTD_META_DATA_H

#include <napi.h>

#include "collectd/headers.h"

#include <memory>

namespace nodejs {

struct MetaDeleter {
  void operator()(meta_data_t *meta) const { meta_data_destroy(meta); }
};
using Meta = std::unique_ptr<meta_data_t, MetaDeleter>;

Napi::Array meta_to_array(Napi::Env env, meta_data_t *meta);
// Null for an empty array.
Meta meta_from_array(const Napi::Array &array);

} // namespace nodejs

#endif
