// Why something is not registered, as it crosses: [Refusal, the location of the other one].
#ifndef COLLECTD_NODEJS_SCRIPT_REFUSAL_TO_ARRAY_H
#define COLLECTD_NODEJS_SCRIPT_REFUSAL_TO_ARRAY_H

#include <napi.h>

#include "contract/refusal.h"
#include "crossing/js_array.h"

#include <string>

namespace nodejs {

inline Napi::Array refusal_to_array(Napi::Env env, Refusal refusal, const std::string &location) {
  return JsArray{Napi::Number::New(env, static_cast<uint8_t>(refusal)),
                 Napi::String::New(env, location)}
      .make(env);
}

} // namespace nodejs

#endif
