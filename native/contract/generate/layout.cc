// Everything that JavaScript gets of the contract, under the names it has there. Never
// linked and never run: scripts/contract.mjs compiles this for each processor and reads
// the section out of the object file. Text, so that all of them give the same bytes.
//
// An index counts elements of the field's type from the start of the record on.
#include "contract/daemon_numbers.h"
#include "contract/directory_slot.h"
#include "contract/dispatch_frame.h"
#include "contract/filter_change.h"
#include "contract/kind.h"
#include "contract/limits.h"
#include "contract/packed_meta_layout.h"
#include "contract/queue_progress.h"
#include "contract/record.h"
#include "contract/refusal.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace nodejs {

namespace {

// A line of what the script reads: a heading, or a name and its value. NULs follow.
class Line {
public:
  constexpr explicit Line(const char *heading) { put(put(put(0, "# "), heading), "\n"); }
  template <typename T> constexpr Line(const char *name, T value) {
    put(put_number(put(put(0, name), " "), static_cast<uint64_t>(value)), "\n");
  }
  constexpr Line(const char *name, const char *text) {
    put(put(put(put(0, name), " '"), text), "'\n");
  }

private:
  // Where the next one goes.
  constexpr size_t put(size_t at, const char *text) {
    while (*text != '\0')
      bytes_[at++] = *text++;
    return at;
  }
  constexpr size_t put_number(size_t at, uint64_t number) {
    if (number >= 10) at = put_number(at, number / 10);
    bytes_[at] = static_cast<char>('0' + number % 10);
    return at + 1;
  }

  char bytes_[120]{};
};

// No constant, so that this does not compile, where the field has another type.
template <typename Element, typename Field> constexpr size_t index_of(size_t offset) {
  static_assert(std::is_same_v<Element, Field>);
  return offset % sizeof(Element) == 0 ? offset / sizeof(Element) : throw "not aligned";
}
#define INDEX(element, record, field)                                                              \
  index_of<element, decltype(record::field)>(offsetof(record, field))

constexpr unsigned kByte = 8;
// Of a field within the number that begins at `first`.
#define SHIFT(record, first, field) ((offsetof(record, field) - offsetof(record, first)) * kByte)

[[gnu::used, gnu::section("contract")]] constexpr Line lines[] = {
    Line("record.h: a value list that waits for a callback"),
    {"RECORD_SIZE", sizeof(Record)},
    {"RECORD_WORDS", sizeof(Record) / sizeof(uint32_t)},
    {"RECORD_DOUBLES", sizeof(Record) / sizeof(double)},
    {"RECORD_SLOT_INDEX", INDEX(uint32_t, Record, slot)},
    {"RECORD_GENERATION_INDEX", INDEX(uint32_t, Record, generation)},
    {"RECORD_TIME_INDEX", INDEX(double, Record, time)},
    {"RECORD_INTERVAL_INDEX", INDEX(double, Record, interval)},
    {"RECORD_FORM_INDEX", offsetof(Record, values_num) / sizeof(uint32_t)},
    {"RECORD_TYPES_SHIFT", SHIFT(Record, values_num, types)},
    {"RECORD_FLAGS_SHIFT", SHIFT(Record, values_num, flags)},
    {"RECORD_EVENT_SHIFT", SHIFT(Record, values_num, event)},
    {"RECORD_TYPE_BITS", Record::kTypeBits},
    {"RECORD_TYPE_MASK", Record::kTypeMask},
    {"RECORD_BOXED", Record::kBoxed},
    {"RECORD_META_IN_CELL", Record::kMetaInCell},
    {"RECORD_VALUES_INDEX", offsetof(Record, values) / sizeof(Record::Value)},
    {"CELL_SIZE", kCellSize},

    Line("queue_progress.h: how far a queue is, and which part of it comes next"),
    {"PROGRESS_SIZE", sizeof(QueueProgress)},
    {"PROGRESS_BEGUN_INDEX", INDEX(uint32_t, QueueProgress, begun)},
    {"PROGRESS_IN_HAND_INDEX", INDEX(uint32_t, QueueProgress, in_hand)},
    {"TAKEN_SIZE", sizeof(TakenPart)},
    {"TAKEN_FIRST_INDEX", INDEX(uint32_t, TakenPart, first)},
    {"TAKEN_COUNT_INDEX", INDEX(uint32_t, TakenPart, count)},
    {"TAKEN_URGENT_INDEX", INDEX(uint32_t, TakenPart, urgent)},

    Line("dispatch_frame.h: a value list on its way to collectd"),
    {"FRAME_SIZE", sizeof(DispatchFrame)},
    {"FRAME_TIME_INDEX", INDEX(double, DispatchFrame, time)},
    {"FRAME_INTERVAL_INDEX", INDEX(double, DispatchFrame, interval)},
    {"FRAME_CONTEXT_INTERVAL_INDEX", INDEX(double, DispatchFrame, context_interval)},
    {"FRAME_VALUES_NUM_INDEX", INDEX(uint32_t, DispatchFrame, values_num)},
    {"FRAME_STATUS_INDEX", INDEX(int32_t, DispatchFrame, status)},
    {"FRAME_ENCODINGS_OFFSET", offsetof(DispatchFrame, encodings)},
    {"FRAME_VALUES_OFFSET", offsetof(DispatchFrame, values)},
    {"FRAME_MAX_VALUES", DispatchFrame::kMaxValues},
    {"FRAME_NO_DESTINATION", DispatchFrame::kNoDestination},
    {"ENCODING_GAUGE", DispatchFrame::gauge},
    {"ENCODING_RAW", DispatchFrame::raw},
    {"ENCODING_UNSIGNED", DispatchFrame::to_unsigned},
    {"ENCODING_SIGNED", DispatchFrame::to_signed},
    {"ENCODING_KEPT", DispatchFrame::kept},
    {"FIELD_HOST", DispatchFrame::host},
    {"FIELD_PLUGIN", DispatchFrame::plugin},
    {"FIELD_PLUGIN_INSTANCE", DispatchFrame::plugin_instance},
    {"FIELD_TYPE", DispatchFrame::type},
    {"FIELD_TYPE_INSTANCE", DispatchFrame::type_instance},

    Line("packed_meta_layout.h: meta data beside a value list"),
    {"META_FRAME_SIZE", sizeof(MetaFrame)},
    {"PACKED_STEP", kPackedStep},
    {"PACKED_HEAD_SIZE", sizeof(PackedHead)},
    {"PACKED_ENTRIES_INDEX", INDEX(uint32_t, PackedHead, entries)},
    {"PACKED_SIZE_INDEX", INDEX(uint32_t, PackedHead, size)},
    {"PACKED_ENTRY_SIZE", sizeof(PackedEntry)},
    {"PACKED_KEY_SHIFT", SHIFT(PackedEntry, type, key)},
    {"PACKED_TEXT_SHIFT", SHIFT(PackedEntry, type, text)},
    {"PACKED_UNUSED_INDEX", INDEX(uint32_t, PackedEntry, unused)},
    {"PACKED_MAX_KEY", PackedEntry::kMaxKey},
    {"PACKED_MAX_TEXT", PackedEntry::kMaxText},

    Line("limits.h: bytes of collectd's fields with their NUL; entries of the cache in one call"),
    {"NAME_SIZE", kNameSize},
    {"MESSAGE_SIZE", kMessageSize},
    {"CACHE_PART", kCachePart},

    Line("kind.h: the kinds of callbacks"),
#define KIND(kind) Line("Kind." #kind, Kind::kind)
    KIND(config),
    KIND(init),
    KIND(read),
    KIND(write),
    KIND(log),
    KIND(shutdown),
    KIND(flush),
    KIND(notification),
    KIND(missing),
    KIND(cache_event),
    KIND(match),
    KIND(target),

    Line("refusal.h: why a callback or a data set is not registered"),
    {"REFUSAL_DUPLICATE", Refusal::duplicate},
    {"REFUSAL_IN_TYPES_DB", Refusal::in_types_db},
    {"REFUSAL_TOO_LATE", Refusal::too_late},
    {"REFUSAL_STOPPING", Refusal::stopping},
    {"REFUSAL_LEFT_OUT", Refusal::left_out},
    {"REFUSAL_BY_COLLECTD", Refusal::by_collectd},

    Line("filter_change.h: a target's answer has these above the verdict, a string's bit is its "
         "FIELD"),
    {"FILTER_VERDICT_BITS", FilterChange::kVerdictBits},
    {"FILTER_CHANGED_TIME", FilterChange::time},
    {"FILTER_CHANGED_INTERVAL", FilterChange::interval},
    {"FILTER_CHANGED_VALUES", FilterChange::values},
    {"FILTER_CHANGED_META", FilterChange::meta},

    Line("daemon_numbers.h: under collectd's names"),
    {"FC_MATCH_NO_MATCH", MatchAnswer::no_match},
    {"FC_MATCH_MATCHES", MatchAnswer::matches},
    {"FC_TARGET_CONTINUE", TargetAnswer::proceed},
    {"FC_TARGET_STOP", TargetAnswer::stop},
    {"FC_TARGET_RETURN", TargetAnswer::leave_chain},
    {"MD_TYPE_STRING", MetaType::string},
    {"MD_TYPE_SIGNED_INT", MetaType::signed_integer},
    {"MD_TYPE_UNSIGNED_INT", MetaType::unsigned_integer},
    {"MD_TYPE_DOUBLE", MetaType::floating},
    {"MD_TYPE_BOOLEAN", MetaType::boolean},
    {"CE_VALUE_NEW", CacheEvent::is_new},
    {"CE_VALUE_UPDATE", CacheEvent::update},
    {"CE_VALUE_EXPIRED", CacheEvent::expired},
    {"STATE_UNKNOWN", CacheState::unknown},
    {"STATE_OKAY", CacheState::okay},
    {"STATE_WARNING", CacheState::warning},
    {"STATE_ERROR", CacheState::error},
    {"STATE_MISSING", CacheState::missing},
    {"UT_FLAG_INVERT", ThresholdFlag::invert},
    {"UT_FLAG_PERSIST", ThresholdFlag::persist},
    {"UT_FLAG_PERCENTAGE", ThresholdFlag::percentage},
    {"UT_FLAG_INTERESTING", ThresholdFlag::interesting},
    {"UT_FLAG_PERSIST_OK", ThresholdFlag::persist_ok},
    {"LOG_ERR", LogSeverity::error},
    {"LOG_WARNING", LogSeverity::warning},
    {"LOG_NOTICE", LogSeverity::notice},
    {"LOG_INFO", LogSeverity::info},
    {"LOG_DEBUG", LogSeverity::debug},
    {"NOTIF_FAILURE", NotificationSeverity::failure},
    {"NOTIF_WARNING", NotificationSeverity::warning},
    {"NOTIF_OKAY", NotificationSeverity::okay},

    Line("DS_TYPE_* of collectd: in JavaScript these are the names of the types"),
    {"DS_COUNTER", DataSourceType::counter},
    {"DS_GAUGE", DataSourceType::gauge},
    {"DS_DERIVE", DataSourceType::derive},
    {"DS_ABSOLUTE", DataSourceType::absolute},

    Line("directory_slot.h: where nodejs.so names its directory"),
    {"DIRECTORY_SLOT_SIZE", DIRECTORY_SLOT_SIZE},
    {"DIRECTORY_SLOT_PREFIX", DIRECTORY_SLOT_PREFIX},
    {"DIRECTORY_SLOT_NAME", DIRECTORY_SLOT_NAME},
};

} // namespace

} // namespace nodejs
