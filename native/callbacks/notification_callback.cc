#include "callbacks/notification_callback.h"

#include "collectd/calls/gate.h"
#include "collectd/daemon_log.h"
#include "collectd/calls/guarded.h"
#include "collectd/meta_data.h"
#include "core/text/truncate.h"
#include "crossing/js_array.h"
#include "seats/script.h"

namespace nodejs {

namespace {

// How often a notification has led to another one on the way to this thread.
thread_local uint32_t current_depth = 0;

struct NotificationMetaDeleter {
  void operator()(notification_t *notification) const {
    if (notification->meta != nullptr) plugin_notification_meta_free(notification->meta);
  }
};

Napi::Value value_of(Napi::Env env, const notification_meta_t &meta) {
  switch (meta.type) {
  case NM_TYPE_STRING:
    return Napi::String::New(env, meta.nm_value.nm_string);
  case NM_TYPE_SIGNED_INT:
    return Napi::BigInt::New(env, meta.nm_value.nm_signed_int);
  case NM_TYPE_UNSIGNED_INT:
    return Napi::BigInt::New(env, meta.nm_value.nm_unsigned_int);
  case NM_TYPE_DOUBLE:
    return Napi::Number::New(env, meta.nm_value.nm_double);
  case NM_TYPE_BOOLEAN:
    return Napi::Boolean::New(env, meta.nm_value.nm_boolean);
  }
  return env.Undefined();
}

// Notifications number the types of meta data from 0, value lists from 1.
int meta_type(const notification_meta_t &meta) {
  return static_cast<int>(meta.type) + 1;
}

void add_meta(notification_t &notification, const std::string &name, int type,
              const Napi::Value &value) {
  // The daemon would cut it within a character.
  char key[DATA_MAX_NAME_LEN];
  copy_text(key, sizeof(key), name);
  bool lossless = true;
  switch (type) {
  case MD_TYPE_STRING:
    plugin_notification_meta_add_string(&notification, key,
                                        value.As<Napi::String>().Utf8Value().c_str());
    break;
  case MD_TYPE_SIGNED_INT:
    plugin_notification_meta_add_signed_int(&notification, key,
                                            value.As<Napi::BigInt>().Int64Value(&lossless));
    break;
  case MD_TYPE_UNSIGNED_INT:
    plugin_notification_meta_add_unsigned_int(&notification, key,
                                              value.As<Napi::BigInt>().Uint64Value(&lossless));
    break;
  case MD_TYPE_DOUBLE:
    plugin_notification_meta_add_double(&notification, key, value.As<Napi::Number>().DoubleValue());
    break;
  default:
    plugin_notification_meta_add_boolean(&notification, key, value.As<Napi::Boolean>().Value());
    break;
  }
}

template <size_t N> void copy_field(char (&place)[N], const Napi::Value &text) {
  copy_text(place, N, text.As<Napi::String>().Utf8Value());
}

} // namespace

Notification::Notification(const notification_t &notification)
    : copy_(notification), depth_(current_depth) {
  copy_.meta = nullptr;
  if (notification.meta != nullptr) plugin_notification_meta_copy(&copy_, &notification);
}

Notification::~Notification() {
  NotificationMetaDeleter()(&copy_);
}

Notification::Notification(Notification &&other) noexcept
    : copy_(other.copy_), depth_(other.depth_) {
  other.copy_.meta = nullptr;
}

Notification &Notification::operator=(Notification &&other) noexcept {
  std::swap(copy_, other.copy_);
  std::swap(depth_, other.depth_);
  return *this;
}

Napi::Array Notification::to_array(Napi::Env env) const {
  JsArray meta;
  for (const notification_meta_t *one = copy_.meta; one != nullptr; one = one->next) {
    meta.add(Napi::String::New(env, one->name));
    meta.add(Napi::Number::New(env, meta_type(*one)));
    meta.add(value_of(env, *one));
  }
  JsArray fields{Napi::Number::New(env, copy_.severity),
                 Napi::Number::New(env, seconds_of(copy_.time))};
  for (const char *text : {copy_.message, copy_.host, copy_.plugin, copy_.plugin_instance,
                           copy_.type, copy_.type_instance})
    fields.add(Napi::String::New(env, text));
  fields.add(meta.make(env));
  fields.add(Napi::Number::New(env, depth_));
  return fields.make(env);
}

NotificationCallback::NotificationCallback(uint32_t id, std::string identifier,
                                           Registrant registrant)
    : Registration(Kind::notification, id, std::move(identifier), std::move(registrant)),
      waiting_(*this->registrant.seat) {}

int NotificationCallback::commit() {
  const user_data_t data = user_data();
  return plugin_register_notification(
      identifier.c_str(),
      [](const notification_t *notification, user_data_t *user_data) {
        auto &self = registration_in<NotificationCallback>(user_data);
        return guarded(-1, [&] {
          if (self.is_active())
            self.waiting_.push(self.registrant.module, Notification(*notification));
          return 0;
        });
      },
      &data);
}

bool NotificationCallback::deliver(Script &script) {
  if (!is_active()) discard();
  return !waiting_.is_empty() && script.drain(Script::Queue::notifications, id);
}

size_t NotificationCallback::discard() {
  waiting_.clear();
  return 0;
}

void NotificationCallback::report_dropped() {
  const uint64_t dropped = waiting_.take_dropped();
  if (dropped > 0)
    log_message(LOG_WARNING,
                "nodejs plugin: %llu notifications for %s (%s) were dropped: it does not keep up.",
                static_cast<unsigned long long>(dropped), identifier.c_str(),
                registrant.location.c_str());
}

bool dispatch_notification(const Napi::Array &fields) {
  notification_t notification{};
  const std::unique_ptr<notification_t, NotificationMetaDeleter> owned(&notification);
  uint32_t at = 0;
  notification.severity = fields.Get(at++).As<Napi::Number>().Int32Value();
  const double time = fields.Get(at++).As<Napi::Number>().DoubleValue();
  notification.time = time > 0 ? cdtime_of(time) : cdtime();
  copy_field(notification.message, fields.Get(at++));
  copy_field(notification.host, fields.Get(at++));
  copy_field(notification.plugin, fields.Get(at++));
  copy_field(notification.plugin_instance, fields.Get(at++));
  copy_field(notification.type, fields.Get(at++));
  copy_field(notification.type_instance, fields.Get(at++));
  const auto meta = fields.Get(at++).As<Napi::Array>();
  for (uint32_t i = 0; i + 2 < meta.Length(); i += 3)
    add_meta(notification, meta.Get(i).As<Napi::String>().Utf8Value(),
             meta.Get(i + 1).As<Napi::Number>().Int32Value(), meta.Get(i + 2));
  current_depth = fields.Get(at++).As<Napi::Number>().Uint32Value();
  int status;
  {
    const Gate::Pass pass(gate());
    status = plugin_dispatch_notification(&notification);
  }
  current_depth = 0;
  return status == 0;
}

} // namespace nodejs
