#include "callbacks/missing_callback.h"

#include "collectd/calls/guarded.h"

namespace nodejs {

int MissingCallback::commit() {
  const user_data_t data = user_data();
  return plugin_register_missing(
      identifier.c_str(),
      [](const value_list_t *value_list, user_data_t *user_data) {
        // 0: the next callback has its turn.
        return guarded(0, [&] {
          registration_in<MissingCallback>(user_data).on_missing(*value_list);
          return 0;
        });
      },
      &data);
}

void MissingCallback::on_missing(const value_list_t &value_list) {
  // The list has no values, so it needs no data sources.
  static constexpr data_set_t kNoSources{};
  if (is_active()) append(kNoSources, value_list, false);
}

} // namespace nodejs
