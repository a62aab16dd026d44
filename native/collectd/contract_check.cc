// Holds what native/contract says of collectd against collectd's own headers.
#include "collectd/headers.h"
#include "contract/daemon_numbers.h"
#include "contract/dispatch_frame.h"
#include "contract/limits.h"

#include <cerrno>

extern "C" {
#include "filter_chain.h"
}

namespace nodejs {

namespace {

template <typename Enum> constexpr bool is(Enum ours, int collectds) {
  return static_cast<int>(ours) == collectds;
}

} // namespace

static_assert(kNameSize == DATA_MAX_NAME_LEN, "this build is for daemons with names of 128 bytes");
static_assert(kMessageSize == NOTIF_MAX_MSG_LEN);
static_assert(DispatchFrame::kNoDestination == ENOENT);

static_assert(is(DataSourceType::counter, DS_TYPE_COUNTER));
static_assert(is(DataSourceType::gauge, DS_TYPE_GAUGE));
static_assert(is(DataSourceType::derive, DS_TYPE_DERIVE));
static_assert(is(DataSourceType::absolute, DS_TYPE_ABSOLUTE));

static_assert(is(MetaType::string, MD_TYPE_STRING));
static_assert(is(MetaType::signed_integer, MD_TYPE_SIGNED_INT));
static_assert(is(MetaType::unsigned_integer, MD_TYPE_UNSIGNED_INT));
static_assert(is(MetaType::floating, MD_TYPE_DOUBLE));
static_assert(is(MetaType::boolean, MD_TYPE_BOOLEAN));

static_assert(is(CacheEvent::is_new, CE_VALUE_NEW));
static_assert(is(CacheEvent::update, CE_VALUE_UPDATE));
static_assert(is(CacheEvent::expired, CE_VALUE_EXPIRED));

static_assert(is(CacheState::unknown, STATE_UNKNOWN));
static_assert(is(CacheState::okay, STATE_OKAY));
static_assert(is(CacheState::warning, STATE_WARNING));
static_assert(is(CacheState::error, STATE_ERROR));
static_assert(is(CacheState::missing, STATE_MISSING));

static_assert(is(ThresholdFlag::invert, UT_FLAG_INVERT));
static_assert(is(ThresholdFlag::persist, UT_FLAG_PERSIST));
static_assert(is(ThresholdFlag::percentage, UT_FLAG_PERCENTAGE));
static_assert(is(ThresholdFlag::interesting, UT_FLAG_INTERESTING));
static_assert(is(ThresholdFlag::persist_ok, UT_FLAG_PERSIST_OK));

static_assert(is(MatchAnswer::no_match, FC_MATCH_NO_MATCH));
static_assert(is(MatchAnswer::matches, FC_MATCH_MATCHES));
static_assert(is(TargetAnswer::proceed, FC_TARGET_CONTINUE));
static_assert(is(TargetAnswer::stop, FC_TARGET_STOP));
static_assert(is(TargetAnswer::leave_chain, FC_TARGET_RETURN));

static_assert(is(LogSeverity::error, LOG_ERR));
static_assert(is(LogSeverity::warning, LOG_WARNING));
static_assert(is(LogSeverity::notice, LOG_NOTICE));
static_assert(is(LogSeverity::info, LOG_INFO));
static_assert(is(LogSeverity::debug, LOG_DEBUG));

static_assert(is(NotificationSeverity::failure, NOTIF_FAILURE));
static_assert(is(NotificationSeverity::warning, NOTIF_WARNING));
static_assert(is(NotificationSeverity::okay, NOTIF_OKAY));

} // namespace nodejs
