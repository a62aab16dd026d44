// Numbers of collectd that JavaScript gets and gives, under names of our own: collectd's,
// which the comments have, are macros. collectd/contract_check.cc compares them.
#ifndef COLLECTD_NODEJS_CONTRACT_DAEMON_NUMBERS_H
#define COLLECTD_NODEJS_CONTRACT_DAEMON_NUMBERS_H

#include <cstdint>

namespace nodejs {

// DS_TYPE_*
enum class DataSourceType : uint8_t { counter, gauge, derive, absolute };

// MD_TYPE_*
enum class MetaType : uint8_t {
  string = 1,
  signed_integer = 2,
  unsigned_integer = 3,
  floating = 4,
  boolean = 5
};

// CE_VALUE_*
enum class CacheEvent : uint8_t { is_new, update, expired };

// STATE_* of the value cache
enum class CacheState : uint8_t { unknown = 0, okay = 1, warning = 2, error = 3, missing = 15 };

// UT_FLAG_* of a threshold
enum class ThresholdFlag : uint8_t {
  invert = 1,
  persist = 2,
  percentage = 4,
  interesting = 8,
  persist_ok = 16
};

// FC_MATCH_*
enum class MatchAnswer : uint8_t { no_match, matches };

// FC_TARGET_*
enum class TargetAnswer : uint8_t { proceed, stop, leave_chain };

static_assert(static_cast<int>(MatchAnswer::no_match) == static_cast<int>(TargetAnswer::proceed),
              "a filter that fails answers this, whichever it is");

// LOG_*
enum class LogSeverity : uint8_t { error = 3, warning = 4, notice = 5, info = 6, debug = 7 };

// NOTIF_*
enum class NotificationSeverity : uint8_t { failure = 1, warning = 2, okay = 4 };

} // namespace nodejs

#endif
