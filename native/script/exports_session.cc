// What a worker is told about the process and its own modules, and what it shares
// with the other workers.
#include "script/exports.h"

#include "collectd/plugin_context.h"
#include "collectd/headers.h"
#include "core/deadline_clock.h"
#include "crossing/js_array.h"
#include "script/js_entry.h"
#include "collectd/settings.h"

#include <map>
#include <memory>
#include <string>

namespace nodejs {

namespace {

// Transpiled modules, for all workers of the process: a file is transpiled once.
using SharedText = std::shared_ptr<const std::string>;
Lockable<std::map<std::string, SharedText>> &shared_texts() {
  static Lockable<std::map<std::string, SharedText>> texts;
  return texts;
}

// The lock is not held while V8 makes a string of it: a thread that runs out of memory there
// is parked for ever.
SharedText shared_text(const std::string &key) {
  auto texts = shared_texts().lock();
  const auto found = texts->find(key);
  return found == texts->end() ? nullptr : found->second;
}

Napi::Array modules_of(Napi::Env env, const Modules &all, const Seat &seat) {
  JsArray modules;
  for (const size_t index : seat.modules) {
    const nodejs_import_t &import = all.import_of(index);
    Napi::Object module = Napi::Object::New(env);
    module["index"] = Napi::Number::New(env, static_cast<double>(index));
    module["name"] = Napi::String::New(env, import.module_name);
    module["path"] = Napi::String::New(env, import.path);
    module["interval"] = Napi::Number::New(env, seconds_of(import.interval));
    module["timeout"] =
        Napi::Number::New(env, import.timeout > 0 ? import.timeout : all.config().timeout);
    module["log_prefix"] = Napi::Boolean::New(env, all.has_log_prefix(index));
    modules.add(module);
  }
  return modules.make(env);
}

Napi::Value shared_get(const Napi::CallbackInfo &info) {
  const SharedText text = shared_text(info[0].As<Napi::String>().Utf8Value());
  return text ? Napi::Value(Napi::String::New(info.Env(), *text)) : info.Env().Undefined();
}

void shared_set(const Napi::CallbackInfo &info) {
  std::string key = info[0].As<Napi::String>().Utf8Value();
  auto text = std::make_shared<const std::string>(info[1].As<Napi::String>().Utf8Value());
  shared_texts().lock()->insert_or_assign(std::move(key), std::move(text));
}

void listen(const Napi::CallbackInfo &info) {
  JsEntry::current().listen(info[0].As<Napi::Object>());
}

// stood_still() → seconds
Napi::Value stood_still(const Napi::CallbackInfo &info) {
  const std::chrono::duration<double> seconds = deadline_clock().stood_still();
  return Napi::Number::New(info.Env(), seconds.count());
}

void settle(const Napi::CallbackInfo &info) {
  JsEntry::current().settle(info[0].As<Napi::Number>().Uint32Value(),
                            info[1].As<Napi::Boolean>().Value());
}

} // namespace

void export_session(Napi::Env env, Napi::Object exports) {
  const Seat &seat = JsEntry::current().seat();
  const Modules &modules = JsEntry::current().services().modules;
  const char *base_dir = global_option_get("BaseDir");
  Napi::Object session_info = Napi::Object::New(env);
  session_info["modules"] = modules_of(env, modules, seat);
  session_info["script_dir"] = Napi::String::New(env, settings().script_dir);
  session_info["base_dir"] = Napi::String::New(env, base_dir == nullptr ? "" : base_dir);
  session_info["hostname"] = Napi::String::New(env, hostname_g == nullptr ? "" : hostname_g);
  session_info["interval"] = Napi::Number::New(env, context_interval());
  session_info["global_interval"] = Napi::Number::New(env, seconds_of(cf_get_default_interval()));
  session_info["log_traces"] = Napi::Boolean::New(env, settings().log_traces);
  session_info["statistics"] = Napi::Boolean::New(env, settings().statistics);
  session_info["default_timeout"] = Napi::Number::New(env, Settings::kDefaultTimeout);
  session_info["heap_limit"] =
      Napi::Number::New(env, static_cast<double>(modules.heap_limit_of(seat) >> 20));
  session_info["version"] = Napi::String::New(env, PACKAGE_VERSION);
  exports["session"] = session_info;

  exports["listen"] = Napi::Function::New(env, listen);
  exports["settle"] = Napi::Function::New(env, settle);
  exports["shared_get"] = Napi::Function::New(env, shared_get);
  exports["shared_set"] = Napi::Function::New(env, shared_set);
  exports["stood_still"] = Napi::Function::New(env, stood_still);
}

} // namespace nodejs
