// Why something is not registered, as it crosses: [Refusal, the location of the other one].
#ifndef COLLECTD_NODEJS_SCRIPT_REFUSAL_TO_ARRAY_H
#define COLLECTD_NODEJS_SCRIPT_REFUSAL_TO_ARRAY_H

#include <napi.h>

#include "contract/refusal.h"

#include <string>

namespace nodejs {

inline Napi::Array refusal_to_array(Napi::Env env, Refusal refusal, const std::string &location) {
  Napi::Array array = Napi::Array::New(env, 2);
  array[0u] = Napi::Number::New(env, static_cast<uint8_t>(refusal));
  array[1u] = Napi::String::New(env, location);
  return array;
}

} // namespace nodejs

#endif
