// Why a callback or a data set is not registered.
#ifndef COLLECTD_NODEJS_CONTRACT_REFUSAL_H
#define COLLECTD_NODEJS_CONTRACT_REFUSAL_H

#include <cstdint>

namespace nodejs {

enum class Refusal : uint8_t {
  none,
  duplicate,   // a module has registered another one; its place is known
  in_types_db, // types.db has the type
  too_late,    // collectd runs
  stopping,    // collectd stops
  left_out,    // its module could not be imported or configured
  by_collectd
};

} // namespace nodejs

#endif
