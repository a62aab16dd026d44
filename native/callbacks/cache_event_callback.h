// A cache event callback: whoever updates the value cache tells it and goes on.
//
// The daemon takes at most 32 of these callbacks in the life of the process, and its
// test of who subscribed to what is always true. So it gets one from here, for all,
// which knows by itself who wants which kind of event.
#ifndef COLLECTD_NODEJS_CALLBACKS_CACHE_EVENT_CALLBACK_H
#define COLLECTD_NODEJS_CALLBACKS_CACHE_EVENT_CALLBACK_H

#include "callbacks/write_callback.h"

namespace nodejs {

class CacheEventCallback : public WriteCallback {
public:
  CacheEventCallback(uint32_t id, std::string identifier, Registrant registrant)
      : WriteCallback(id, std::move(identifier), std::move(registrant), Kind::cache_event) {}

  int commit() override;
  // A bit for each CacheEvent.
  void want(uint32_t kinds) { kinds_ = kinds; }

private:
  static int on_event(cache_event_t *event, user_data_t *);
  static int give_to_all(cache_event_t &event);
  bool wants(uint32_t kinds) const { return is_active() && (kinds_ & kinds) != 0; }

  std::atomic<uint32_t> kinds_{0};
};

} // namespace nodejs

#endif
