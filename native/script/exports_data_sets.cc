#include "script/exports.h"

#include "collectd/calls/gate.h"
#include "crossing/js_array.h"
#include "script/js_entry.h"
#include "script/refusal_to_array.h"
#include "core/text/truncate.h"

namespace nodejs {

namespace {

Napi::Value number_or_null(Napi::Env env, double number) {
  return std::isnan(number) ? env.Null() : Napi::Value(Napi::Number::New(env, number));
}

double limit_of(const Napi::Value &value) {
  return value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : NAN;
}

// data_set(type) → [[name, type, min, max], …] or undefined
Napi::Value data_set(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  const std::string type = info[0].As<Napi::String>().Utf8Value();
  std::optional<DataSources> found;
  {
    const Gate::Pass pass(gate());
    found = JsEntry::current().services().data_sets.find(type);
  }
  if (!found) return env.Undefined();
  JsArray sources;
  for (const data_source_t &one : *found)
    sources.add(JsArray{Napi::String::New(env, one.name), Napi::Number::New(env, one.type),
                        number_or_null(env, one.min), number_or_null(env, one.max)}
                    .make(env));
  return sources.make(env);
}

// register_data_set(name, [[name, type, min, max], …], module, location) → undefined, or why not
Napi::Value register_data_set(const Napi::CallbackInfo &info) {
  DataSets::Entry entry;
  entry.name = info[0].As<Napi::String>().Utf8Value();
  const auto sources = info[1].As<Napi::Array>();
  for (uint32_t i = 0; i < sources.Length(); i++) {
    const auto source = sources.Get(i).As<Napi::Array>();
    data_source_t one{};
    copy_text(one.name, sizeof(one.name), source.Get(0u).As<Napi::String>().Utf8Value());
    one.type = source.Get(1u).As<Napi::Number>().Int32Value();
    one.min = limit_of(source.Get(2u));
    one.max = limit_of(source.Get(3u));
    entry.sources.push_back(one);
  }
  entry.module = info[2].As<Napi::Number>().Uint32Value();
  entry.location = info[3].As<Napi::String>().Utf8Value();
  DataSets::Outcome outcome;
  {
    const Gate::Pass pass(gate());
    outcome = JsEntry::current().services().data_sets.add(std::move(entry));
  }
  if (outcome.refusal == Refusal::none) return info.Env().Undefined();
  return refusal_to_array(info.Env(), outcome.refusal, outcome.location);
}

} // namespace

void export_data_sets(Napi::Env env, Napi::Object exports) {
  exports["data_set"] = Napi::Function::New(env, data_set);
  exports["register_data_set"] = Napi::Function::New(env, register_data_set);
}

} // namespace nodejs
