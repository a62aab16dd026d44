#include "callbacks/cache_event_callback.h"

#include "collectd/calls/guarded.h"

#include <vector>

namespace nodejs {

namespace {

constexpr uint32_t kLater = 1U << CE_VALUE_UPDATE | 1U << CE_VALUE_EXPIRED;

// Complete when commit() is done; never freed, as write threads may be in on_event()
// until the very end.
std::vector<std::shared_ptr<Registration>> &committed() {
  static auto *const all = std::make_unique<std::vector<std::shared_ptr<Registration>>>().release();
  return *all;
}

} // namespace

int CacheEventCallback::commit() {
  committed().push_back(shared_from_this());
  if (committed().size() > 1) return 0;
  const int status = plugin_register_cache_event("nodejs", on_event, nullptr);
  if (status != 0) committed().clear();
  return status;
}

int CacheEventCallback::on_event(cache_event_t *event, user_data_t *) {
  return guarded(0, [event] { return give_to_all(*event); });
}

int CacheEventCallback::give_to_all(cache_event_t &event) {
  const value_list_t &value_list = *event.value_list;
  const data_set_t none{};
  const data_set_t *data_set = value_list.values_len > 0 ? plugin_get_ds(value_list.type) : nullptr;
  for (const auto &one : committed()) {
    auto &self = static_cast<CacheEventCallback &>(*one);
    if (self.wants(1U << event.type))
      self.append(data_set == nullptr ? none : *data_set, value_list, false,
                  static_cast<uint8_t>(event.type));
    if (event.type == CE_VALUE_NEW && self.wants(kLater)) event.ret = 1;
  }
  return 0;
}

} // namespace nodejs
