#include "script/exports.h"

#include "callbacks/log_callback.h"
#include "collectd/daemon_log.h"
#include "crossing/js_array.h"
#include "script/js_entry.h"

#include <cstdio>

namespace nodejs {

namespace {

// log(severity, text, quiet): quiet keeps it from log callbacks in JavaScript.
void log(const Napi::CallbackInfo &info) {
  const int severity = info[0].As<Napi::Number>().Int32Value();
  const std::string text = info[1].As<Napi::String>().Utf8Value();
  if (!info[2].As<Napi::Boolean>().Value()) {
    log_text(severity, text);
    return;
  }
  const QuietLog quiet;
  if (has_native_log())
    log_text(severity, text);
  else
    std::fprintf(stderr, "%s\n", text.c_str());
}

// take_message(callback) → [severity, text] or undefined
Napi::Value take_message(const Napi::CallbackInfo &info) {
  const auto registration = std::static_pointer_cast<LogCallback>(
      JsEntry::current().services().registry.find(info[0].As<Napi::Number>().Uint32Value()));
  const bool may_take = registration && JsEntry::current().is_current();
  auto message = may_take ? registration->take() : std::nullopt;
  if (!message) return info.Env().Undefined();
  return JsArray{Napi::Number::New(info.Env(), message->severity),
                 Napi::String::New(info.Env(), message->text)}
      .make(info.Env());
}

} // namespace

void export_log_function(Napi::Env env, Napi::Object exports) {
  exports["log"] = Napi::Function::New(env, log);
}

void export_log(Napi::Env env, Napi::Object exports) {
  export_log_function(env, exports);
  exports["take_message"] = Napi::Function::New(env, take_message);
}

} // namespace nodejs
