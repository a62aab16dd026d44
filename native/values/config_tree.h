// A configuration tree as JavaScript gets it: [key, values, children], nested.
#ifndef COLLECTD_NODEJS_VALUES_CONFIG_TREE_H
#define COLLECTD_NODEJS_VALUES_CONFIG_TREE_H

#include <napi.h>

#include "collectd/headers.h"

namespace nodejs {

Napi::Array tree_to_array(Napi::Env env, const oconfig_item_t &item);

} // namespace nodejs

#endif
