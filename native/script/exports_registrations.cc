#include "script/exports.h"

#include "script/js_entry.h"
#include "collectd/calls/gate.h"
#include "crossing/js_array.h"
#include "script/refusal_to_array.h"

namespace nodejs {

namespace {

Registry &registry() {
  return JsEntry::current().services().registry;
}

// register(kind, identifier, module, location, interval, timeout, group) → id, or why not
Napi::Value register_callback(const Napi::CallbackInfo &info) {
  const auto kind = static_cast<Kind>(info[0].As<Napi::Number>().Uint32Value());
  Registrant registrant;
  registrant.seat = &JsEntry::current().seat();
  registrant.module = info[2].As<Napi::Number>().Uint32Value();
  registrant.location = info[3].As<Napi::String>().Utf8Value();
  registrant.interval = info[4].As<Napi::Number>().DoubleValue();
  registrant.timeout = info[5].As<Napi::Number>().DoubleValue();
  registrant.group = info[6].As<Napi::String>().Utf8Value();

  const std::string identifier = info[1].As<Napi::String>().Utf8Value();
  Registry::Outcome outcome;
  if (JsEntry::current().is_current()) {
    const Gate::Pass pass(gate());
    outcome = registry().add(kind, identifier, std::move(registrant));
  } else {
    outcome.refusal = Refusal::stopping;
  }
  if (outcome.refusal == Refusal::none) return Napi::Number::New(info.Env(), outcome.id);
  return refusal_to_array(info.Env(), outcome.refusal, outcome.location);
}

Napi::Array ids_to_array(Napi::Env env, const std::vector<uint32_t> &removed) {
  JsArray ids;
  for (const uint32_t id : removed)
    ids.add(Napi::Number::New(env, id));
  return ids.make(env);
}

// The gate is not held while V8 makes the array. A worker that another one has replaced
// takes nothing back: it is the other one's now.
template <typename Remove> Napi::Array removed_ids(Napi::Env env, const Remove &remove) {
  std::vector<uint32_t> removed;
  if (JsEntry::current().is_current()) {
    const Gate::Pass pass(gate());
    removed = remove();
  }
  return ids_to_array(env, removed);
}

// unregister(kind, identifier, id) → the ids that are registered no more
Napi::Value unregister_callback(const Napi::CallbackInfo &info) {
  const auto kind = static_cast<Kind>(info[0].As<Napi::Number>().Uint32Value());
  const std::string identifier = info[1].As<Napi::String>().Utf8Value();
  const uint32_t id = info[2].As<Napi::Number>().Uint32Value();
  return removed_ids(info.Env(), [&] { return registry().remove(kind, identifier, id); });
}

// unregister_group(group) → the ids of reads that are registered no more
Napi::Value unregister_group(const Napi::CallbackInfo &info) {
  const std::string group = info[0].As<Napi::String>().Utf8Value();
  return removed_ids(info.Env(), [&] { return registry().remove_group(group); });
}

// tally(id, calls, failures, seconds, longest): calls of a callback that have ended
void tally(const Napi::CallbackInfo &info) {
  const auto number = [&info](size_t index) { return info[index].As<Napi::Number>(); };
  const auto callback = registry().find(number(0).Uint32Value());
  if (!callback) return;
  callback->tally.add(number(1).Uint32Value(), number(2).Uint32Value(), number(3).DoubleValue(),
                      number(4).DoubleValue());
}

} // namespace

void export_registrations(Napi::Env env, Napi::Object exports) {
  exports["register"] = Napi::Function::New(env, register_callback);
  exports["unregister_group"] = Napi::Function::New(env, unregister_group);
  exports["tally"] = Napi::Function::New(env, tally);
  exports["unregister"] = Napi::Function::New(env, unregister_callback);
}

} // namespace nodejs
