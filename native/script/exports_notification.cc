#include "script/exports.h"

#include "callbacks/flush_callback.h"
#include "collectd/calls/gate.h"
#include "callbacks/notification_callback.h"
#include "script/js_entry.h"

namespace nodejs {

namespace {

Napi::Value notify(const Napi::CallbackInfo &info) {
  return Napi::Boolean::New(info.Env(), dispatch_notification(info[0].As<Napi::Array>()));
}

// take_notification(callback) → fields, or undefined when none may be seen yet
Napi::Value take_notification(const Napi::CallbackInfo &info) {
  const auto registration = std::static_pointer_cast<NotificationCallback>(
      JsEntry::current().services().registry.find(info[0].As<Napi::Number>().Uint32Value()));
  const bool may_take = registration && JsEntry::current().is_current();
  const auto next = may_take ? registration->take() : std::nullopt;
  return next ? Napi::Value(next->to_array(info.Env())) : info.Env().Undefined();
}

// flush(plugin or null, seconds, identifier or null, depth)
void flush(const Napi::CallbackInfo &info) {
  const auto text = [](const Napi::Value &value) -> std::optional<std::string> {
    if (!value.IsString()) return std::nullopt;
    return value.As<Napi::String>().Utf8Value();
  };
  const auto plugin = text(info[0]);
  const auto identifier = text(info[2]);
  const double seconds = info[1].As<Napi::Number>().DoubleValue();
  const FlushDepth depth(info[3].As<Napi::Number>().Uint32Value());
  const Gate::Pass pass(gate());
  plugin_flush(plugin ? plugin->c_str() : nullptr, cdtime_of(seconds),
               identifier ? identifier->c_str() : nullptr);
}

} // namespace

void export_notification(Napi::Env env, Napi::Object exports) {
  exports["notify"] = Napi::Function::New(env, notify);
  exports["take_notification"] = Napi::Function::New(env, take_notification);
  exports["flush"] = Napi::Function::New(env, flush);
}

} // namespace nodejs
