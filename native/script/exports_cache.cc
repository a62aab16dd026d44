// The value cache and the thresholds. Nothing of JavaScript is touched while the
// daemon holds one of its locks.
#include "script/exports.h"

#include "contract/limits.h"
#include "collectd/value_cache.h"
#include "collectd/calls/gate.h"
#include "collectd/threshold.h"

#include <algorithm>

namespace nodejs {

namespace {

std::string text_of(const Napi::Value &value) {
  return value.As<Napi::String>().Utf8Value();
}

Napi::Array to_array(Napi::Env env, const std::vector<gauge_t> &numbers) {
  Napi::Array array = Napi::Array::New(env, numbers.size());
  for (uint32_t i = 0; i < numbers.size(); i++)
    array[i] = Napi::Number::New(env, numbers[i]);
  return array;
}

// Gauges are numbers, other values bigints.
Napi::Array to_array(Napi::Env env, const CacheValues &found) {
  Napi::Array array = Napi::Array::New(env, found.values.size());
  for (uint32_t i = 0; i < found.values.size(); i++) {
    const value_t &value = found.values[i];
    if (found.types[i] == DS_TYPE_GAUGE)
      array[i] = Napi::Number::New(env, value.gauge);
    else if (found.types[i] == DS_TYPE_DERIVE)
      array[i] = Napi::BigInt::New(env, static_cast<int64_t>(value.derive));
    else
      array[i] = Napi::BigInt::New(env, static_cast<uint64_t>(value.counter));
  }
  return array;
}

template <typename Found> Napi::Value array_or_undefined(Napi::Env env, const Found &found) {
  return found ? Napi::Value(to_array(env, *found)) : env.Undefined();
}

Napi::Value value(const Napi::CallbackInfo &info) {
  const Gate::Pass pass(gate());
  return array_or_undefined(info.Env(), cache_values(text_of(info[0]).c_str()));
}

Napi::Value rate(const Napi::CallbackInfo &info) {
  const Gate::Pass pass(gate());
  return array_or_undefined(info.Env(), cache_rates(text_of(info[0]).c_str()));
}

Napi::Value number_or_undefined(Napi::Env env, std::optional<int> found) {
  return found ? Napi::Value(Napi::Number::New(env, *found)) : env.Undefined();
}

Napi::Value state(const Napi::CallbackInfo &info) {
  const Gate::Pass pass(gate());
  return number_or_undefined(info.Env(), cache_state(text_of(info[0]).c_str()));
}

Napi::Value hits(const Napi::CallbackInfo &info) {
  const Gate::Pass pass(gate());
  return number_or_undefined(info.Env(), cache_hits(text_of(info[0]).c_str()));
}

// history(name, steps)
Napi::Value history(const Napi::CallbackInfo &info) {
  const Gate::Pass pass(gate());
  return array_or_undefined(info.Env(), cache_history(text_of(info[0]).c_str(),
                                                      info[1].As<Napi::Number>().Uint32Value()));
}

Napi::Value meta(const Napi::CallbackInfo &info) {
  const Gate::Pass pass(gate());
  const auto found = cache_meta(text_of(info[0]).c_str());
  return found ? Napi::Value(meta_to_array(info.Env(), found->get())) : info.Env().Undefined();
}

Napi::Value open_names(const Napi::CallbackInfo &info) {
  const Gate::Pass pass(gate());
  auto names = std::make_unique<CacheNames>();
  return Napi::External<CacheNames>::New(
      info.Env(), names.release(),
      [](Napi::Env, CacheNames *names) { const std::unique_ptr<CacheNames> freed(names); });
}

// names(handle, from) → up to kCachePart names
Napi::Value names(const Napi::CallbackInfo &info) {
  const CacheNames &all = *info[0].As<Napi::External<CacheNames>>().Data();
  const size_t from = info[1].As<Napi::Number>().Uint32Value();
  const size_t end = std::min(all.size(), from + kCachePart);
  Napi::Array part = Napi::Array::New(info.Env());
  for (size_t i = from; i < end; i++)
    part[static_cast<uint32_t>(i - from)] =
        Napi::String::New(info.Env(), all.at(i).name.data(), all.at(i).name.size());
  return part;
}

// entries(handle, from) → up to kCachePart [name, time, interval, values, rates]; those
// that are not in the cache any more are undefined
Napi::Value entries(const Napi::CallbackInfo &info) {
  const CacheNames &all = *info[0].As<Napi::External<CacheNames>>().Data();
  const size_t from = info[1].As<Napi::Number>().Uint32Value();
  const size_t end = std::min(all.size(), from + kCachePart);
  Napi::Array part = Napi::Array::New(info.Env());
  for (size_t i = from; i < end; i++) {
    const CacheNames::Entry entry = all.at(i);
    const auto at = static_cast<uint32_t>(i - from);
    const Gate::Pass pass(gate());
    const auto values = cache_values(entry.name.data());
    const auto rates = cache_rates(entry.name.data());
    part[at] = info.Env().Undefined();
    if (!values || !rates) continue;
    Napi::Array fields = Napi::Array::New(info.Env(), 5);
    fields[0u] = Napi::String::New(info.Env(), entry.name.data(), entry.name.size());
    fields[1u] = Napi::Number::New(info.Env(), entry.time);
    fields[2u] = Napi::Number::New(info.Env(), entry.interval);
    fields[3u] = to_array(info.Env(), *values);
    fields[4u] = to_array(info.Env(), *rates);
    part[at] = fields;
  }
  return part;
}

// threshold(name, data source or "") → [five strings, data source, four limits,
// hysteresis, hits, flags] or undefined
Napi::Value threshold(const Napi::CallbackInfo &info) {
  std::optional<threshold_t> found;
  {
    const Gate::Pass pass(gate());
    found = find_threshold(text_of(info[0]).c_str(), text_of(info[1]).c_str());
  }
  if (!found) return info.Env().Undefined();
  Napi::Array fields = Napi::Array::New(info.Env());
  uint32_t at = 0;
  for (const char *text : {found->host, found->plugin, found->plugin_instance, found->type,
                           found->type_instance, found->data_source})
    fields[at++] = Napi::String::New(info.Env(), text);
  for (const gauge_t limit : {found->warning_min, found->warning_max, found->failure_min,
                              found->failure_max, found->hysteresis})
    fields[at++] = Napi::Number::New(info.Env(), limit);
  fields[at++] = Napi::Number::New(info.Env(), found->hits);
  fields[at++] = Napi::Number::New(info.Env(), found->flags);
  return fields;
}

} // namespace

void export_cache(Napi::Env env, Napi::Object exports) {
  exports["cache_value"] = Napi::Function::New(env, value);
  exports["cache_rate"] = Napi::Function::New(env, rate);
  exports["cache_state"] = Napi::Function::New(env, state);
  exports["cache_hits"] = Napi::Function::New(env, hits);
  exports["cache_history"] = Napi::Function::New(env, history);
  exports["cache_meta"] = Napi::Function::New(env, meta);
  exports["cache_open"] = Napi::Function::New(env, open_names);
  exports["cache_names"] = Napi::Function::New(env, names);
  exports["cache_entries"] = Napi::Function::New(env, entries);
  exports["threshold"] = Napi::Function::New(env, threshold);
}

} // namespace nodejs
