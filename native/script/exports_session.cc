// What a worker is told about the process and its own modules, and what it shares
// with the other workers.
#include "script/exports.h"

#include "collectd/plugin_context.h"
#include "collectd/headers.h"
#include "script/js_entry.h"
#include "collectd/settings.h"

#include <map>
#include <string>

namespace nodejs {

namespace {

// Transpiled modules, for all workers of the process: a file is transpiled once.
Lockable<std::map<std::string, std::string>> &shared_texts() {
  static Lockable<std::map<std::string, std::string>> texts;
  return texts;
}

Napi::Array modules_of(Napi::Env env, const Modules &all, const Seat &seat) {
  Napi::Array modules = Napi::Array::New(env);
  uint32_t at = 0;
  for (const size_t index : seat.modules) {
    const nodejs_import_t &import = all.import_of(index);
    Napi::Object module = Napi::Object::New(env);
    module["index"] = Napi::Number::New(env, static_cast<double>(index));
    module["name"] = Napi::String::New(env, import.module_name);
    module["path"] = Napi::String::New(env, import.path);
    module["interval"] = Napi::Number::New(env, seconds_of(import.interval));
    module["timeout"] =
        Napi::Number::New(env, import.timeout > 0 ? import.timeout : all.config().timeout);
    modules[at++] = module;
  }
  return modules;
}

Napi::Value shared_get(const Napi::CallbackInfo &info) {
  auto texts = shared_texts().lock();
  const auto found = texts->find(info[0].As<Napi::String>().Utf8Value());
  if (found == texts->end()) return info.Env().Undefined();
  return Napi::String::New(info.Env(), found->second);
}

void shared_set(const Napi::CallbackInfo &info) {
  std::string text = info[1].As<Napi::String>().Utf8Value();
  shared_texts().lock()->insert_or_assign(info[0].As<Napi::String>().Utf8Value(), std::move(text));
}

void listen(const Napi::CallbackInfo &info) {
  JsEntry::current().listen(info[0].As<Napi::Object>());
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
}

} // namespace nodejs
