// The value cache and the thresholds. Nothing of JavaScript is touched while the
// daemon holds one of its locks.
#include "script/exports.h"

#include "contract/limits.h"
#include "crossing/js_array.h"
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
  JsArray array;
  array.reserve(numbers.size());
  for (const gauge_t number : numbers)
    array.add(Napi::Number::New(env, number));
  return array.make(env);
}

// Gauges are numbers, other values bigints.
Napi::Array to_array(Napi::Env env, const CacheValues &found) {
  JsArray array;
  for (size_t i = 0; i < found.values.size(); i++) {
    const value_t &value = found.values[i];
    if (found.types[i] == DS_TYPE_GAUGE)
      array.add(Napi::Number::New(env, value.gauge));
    else if (found.types[i] == DS_TYPE_DERIVE)
      array.add(Napi::BigInt::New(env, static_cast<int64_t>(value.derive)));
    else
      array.add(Napi::BigInt::New(env, static_cast<uint64_t>(value.counter)));
  }
  return array.make(env);
}

// Looks something up by the name that is the first argument. The gate is left before V8 makes
// anything of it: a thread that runs out of memory there is parked for ever.
template <typename Find> auto look_up(const Napi::CallbackInfo &info, const Find &find) {
  const std::string name = text_of(info[0]);
  const Gate::Pass pass(gate());
  return find(name.c_str());
}

template <typename Found> Napi::Value array_or_undefined(Napi::Env env, const Found &found) {
  return found ? Napi::Value(to_array(env, *found)) : env.Undefined();
}

Napi::Value value(const Napi::CallbackInfo &info) {
  return array_or_undefined(info.Env(), look_up(info, cache_values));
}

Napi::Value rate(const Napi::CallbackInfo &info) {
  return array_or_undefined(info.Env(), look_up(info, cache_rates));
}

Napi::Value number_or_undefined(Napi::Env env, std::optional<int> found) {
  return found ? Napi::Value(Napi::Number::New(env, *found)) : env.Undefined();
}

Napi::Value state(const Napi::CallbackInfo &info) {
  return number_or_undefined(info.Env(), look_up(info, cache_state));
}

Napi::Value hits(const Napi::CallbackInfo &info) {
  return number_or_undefined(info.Env(), look_up(info, cache_hits));
}

// history(name, steps)
Napi::Value history(const Napi::CallbackInfo &info) {
  const uint32_t steps = info[1].As<Napi::Number>().Uint32Value();
  return array_or_undefined(
      info.Env(), look_up(info, [steps](const char *name) { return cache_history(name, steps); }));
}

Napi::Value meta(const Napi::CallbackInfo &info) {
  const auto found = look_up(info, cache_meta);
  return found ? Napi::Value(meta_to_array(info.Env(), found->get())) : info.Env().Undefined();
}

std::unique_ptr<CacheNames> names_in_cache() {
  const Gate::Pass pass(gate());
  return std::make_unique<CacheNames>();
}

double newest_in_cache() {
  const Gate::Pass pass(gate());
  return cache_newest();
}

Napi::Value newest(const Napi::CallbackInfo &info) {
  return Napi::Number::New(info.Env(), newest_in_cache());
}

Napi::Value open_names(const Napi::CallbackInfo &info) {
  return Napi::External<CacheNames>::New(
      info.Env(), names_in_cache().release(),
      [](Napi::Env, CacheNames *names) { const std::unique_ptr<CacheNames> freed(names); });
}

Napi::String name_of(Napi::Env env, const CacheNames::Entry &entry) {
  return Napi::String::New(env, entry.name.data(), entry.name.size());
}

// names(handle, from) → up to kCachePart names
Napi::Value names(const Napi::CallbackInfo &info) {
  const CacheNames &all = *info[0].As<Napi::External<CacheNames>>().Data();
  const size_t from = info[1].As<Napi::Number>().Uint32Value();
  const size_t end = std::min(all.size(), from + kCachePart);
  JsArray part;
  for (size_t i = from; i < end; i++)
    part.add(name_of(info.Env(), all.at(i)));
  return part.make(info.Env());
}

struct Found {
  std::optional<CacheValues> values;
  std::optional<std::vector<gauge_t>> rates;
};

Found find_both(const CacheNames::Entry &entry) {
  const Gate::Pass pass(gate());
  return {cache_values(entry.name.data()), cache_rates(entry.name.data())};
}

// entries(handle, from) → up to kCachePart [name, time, interval, values, rates]; those
// that are not in the cache any more are undefined
Napi::Value entries(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  const CacheNames &all = *info[0].As<Napi::External<CacheNames>>().Data();
  const size_t from = info[1].As<Napi::Number>().Uint32Value();
  const size_t end = std::min(all.size(), from + kCachePart);
  JsArray part;
  for (size_t i = from; i < end; i++) {
    const CacheNames::Entry entry = all.at(i);
    const Found found = find_both(entry);
    if (!found.values || !found.rates) {
      part.add(env.Undefined());
      continue;
    }
    part.add(JsArray{name_of(env, entry), Napi::Number::New(env, entry.time),
                     Napi::Number::New(env, entry.interval), to_array(env, *found.values),
                     to_array(env, *found.rates)}
                 .make(env));
  }
  return part.make(env);
}

// threshold(name, data source or "") → [five strings, data source, four limits,
// hysteresis, hits, flags] or undefined
Napi::Value threshold(const Napi::CallbackInfo &info) {
  const std::string data_source = text_of(info[1]);
  const auto found = look_up(
      info, [&data_source](const char *name) { return find_threshold(name, data_source.c_str()); });
  if (!found) return info.Env().Undefined();
  JsArray fields;
  for (const char *text : {found->host, found->plugin, found->plugin_instance, found->type,
                           found->type_instance, found->data_source})
    fields.add(Napi::String::New(info.Env(), text));
  for (const gauge_t limit : {found->warning_min, found->warning_max, found->failure_min,
                              found->failure_max, found->hysteresis})
    fields.add(Napi::Number::New(info.Env(), limit));
  fields.add(Napi::Number::New(info.Env(), found->hits));
  fields.add(Napi::Number::New(info.Env(), found->flags));
  return fields.make(info.Env());
}

} // namespace

void export_cache(Napi::Env env, Napi::Object exports) {
  exports["cache_value"] = Napi::Function::New(env, value);
  exports["cache_rate"] = Napi::Function::New(env, rate);
  exports["cache_state"] = Napi::Function::New(env, state);
  exports["cache_hits"] = Napi::Function::New(env, hits);
  exports["cache_history"] = Napi::Function::New(env, history);
  exports["cache_meta"] = Napi::Function::New(env, meta);
  exports["cache_newest"] = Napi::Function::New(env, newest);
  exports["cache_open"] = Napi::Function::New(env, open_names);
  exports["cache_names"] = Napi::Function::New(env, names);
  exports["cache_entries"] = Napi::Function::New(env, entries);
  exports["threshold"] = Napi::Function::New(env, threshold);
}

} // namespace nodejs
