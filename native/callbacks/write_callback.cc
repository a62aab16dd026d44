#include "callbacks/write_callback.h"

#include "values/value_box.h"
#include "collectd/daemon_log.h"
#include "collectd/calls/guarded.h"
#include "values/packed_meta.h"
#include "seats/script.h"
#include "seats/seat.h"
#include "collectd/settings.h"

#include <array>

namespace nodejs {

namespace {

constexpr int64_t kReportEverySeconds = 60;

// The five strings of an identifier in one piece, each ended by its NUL.
class KeyBuffer {
public:
  explicit KeyBuffer(const value_list_t &value_list) {
    append(value_list.host);
    append(value_list.plugin);
    append(value_list.plugin_instance);
    append(value_list.type);
    append(value_list.type_instance);
  }
  Key key() const { return {bytes_.data(), size_}; }

private:
  void append(const char (&field)[DATA_MAX_NAME_LEN]) {
    const size_t size = strnlen(field, sizeof(field) - 1);
    std::memcpy(bytes_.data() + size_, field, size);
    bytes_[size_ + size] = '\0';
    size_ += size + 1;
  }

  std::array<char, size_t{5} * DATA_MAX_NAME_LEN> bytes_;
  size_t size_ = 0;
};

Record::Value to_record_value(const value_t &value) {
  Record::Value copy;
  static_assert(sizeof(value_t) == sizeof(Record::Value));
  std::memcpy(&copy, &value, sizeof(copy));
  return copy;
}

} // namespace

thread_local bool WriteCallback::was_full = false;

WriteCallback::WriteCallback(uint32_t id, std::string identifier, Registrant registrant, Kind kind)
    : Registration(kind, id, std::move(identifier), std::move(registrant)),
      queue_(this->registrant.seat->inbox.add_write_queue(settings().write_queue_limit)),
      has_cells_(queue_.ring()->cells() != nullptr) {}

int WriteCallback::commit() {
  const user_data_t data = user_data();
  return plugin_register_write(
      identifier.c_str(),
      [](const data_set_t *data_set, const value_list_t *value_list, user_data_t *user_data) {
        return guarded(0, [&] {
          return registration_in<WriteCallback>(user_data).on_write(*data_set, *value_list);
        });
      },
      &data);
}

int WriteCallback::on_write(const data_set_t &data_set, const value_list_t &value_list) {
  if (!is_active()) return 0;
  const bool may_wait = Worker::current() == nullptr;
  if (!append(data_set, value_list, may_wait)) was_full = true;
  return 0;
}

bool WriteCallback::append(const data_set_t &data_set, const value_list_t &value_list,
                           bool may_wait, uint8_t event) {
  Record record{};
  record.event = event;
  record.time = seconds_of(value_list.time);
  record.interval = seconds_of(value_list.interval);
  std::shared_ptr<Box> box;
  alignas(uint64_t) uint8_t cell[Ring::kCell];
  std::span<const uint8_t> beside;
  if (value_list.meta != nullptr && has_cells_) beside = {cell, pack_meta(value_list.meta, cell)};
  const bool boxes_meta = value_list.meta != nullptr && beside.empty();
  if (wants_rates_ || value_list.values_len > Record::kMaxValues || boxes_meta) {
    auto values = std::make_shared<ValueBox>(data_set, value_list, boxes_meta);
    if (wants_rates_) values->read_rates(data_set, value_list);
    box = std::move(values);
  } else {
    record.values_num = static_cast<uint8_t>(value_list.values_len);
    for (size_t i = 0; i < value_list.values_len && i < data_set.ds_num; i++) {
      record.values[i] = to_record_value(value_list.values[i]);
      const int type = data_set.ds[i].type & Record::kTypeMask;
      record.types = static_cast<uint8_t>(record.types | type << (Record::kTypeBits * i));
    }
  }
  return queue_.append(KeyBuffer(value_list).key(), record, std::move(box), may_wait, beside);
}

// One that was unregistered, too: JavaScript discards what waits for it.
bool WriteCallback::deliver(Script &script) {
  return queue_.size() > 0 && script.drain(Script::Queue::writes, id);
}

void WriteCallback::report_dropped() {
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(Clock::now().time_since_epoch()).count();
  if (reported_at_ != 0 && now - reported_at_ < kReportEverySeconds) return;
  const uint64_t dropped = queue_.take_dropped();
  if (dropped == 0) return;
  reported_at_ = now;
  log_message(LOG_WARNING,
              "nodejs plugin: %llu value lists for the %s callback %s (%s) were dropped: its "
              "queue of %zu is full and it does not keep up.",
              static_cast<unsigned long long>(dropped), name_of(kind), identifier.c_str(),
              registrant.location.c_str(), settings().write_queue_limit);
}

} // namespace nodejs
