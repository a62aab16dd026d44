// An array for JavaScript, made in one call: its elements are defined. Elements that are set
// one after the other would call the setters that a module may have put on Array.prototype.
//
// Worker's thread, within a handle scope.
#ifndef COLLECTD_NODEJS_CROSSING_JS_ARRAY_H
#define COLLECTD_NODEJS_CROSSING_JS_ARRAY_H

#include <napi.h>

#include <cstring>
#include <initializer_list>
#include <v8.h>
#include <vector>

namespace nodejs {

class JsArray {
public:
  JsArray() = default;
  JsArray(std::initializer_list<napi_value> elements) : elements_(elements) {}
  JsArray(const JsArray &) = delete;
  JsArray &operator=(const JsArray &) = delete;

  void reserve(size_t elements) { elements_.reserve(elements); }
  void add(napi_value element) { elements_.push_back(element); }

  Napi::Array make(Napi::Env env) const {
    // A napi_value has the bits of a handle: that is how Node itself converts them.
    using Handle = v8::Local<v8::Value>;
    static_assert(sizeof(Handle) == sizeof(void *));
    std::vector<Handle> handles(elements_.size());
    for (size_t i = 0; i < elements_.size(); i++)
      std::memcpy(static_cast<void *>(&handles[i]), &elements_[i], sizeof(Handle));
    const Handle array = v8::Array::New(v8::Isolate::GetCurrent(), handles.data(), handles.size());
    napi_value made = nullptr;
    std::memcpy(static_cast<void *>(&made), &array, sizeof(Handle));
    return Napi::Array(env, made);
  }

private:
  std::vector<napi_value> elements_;
};

} // namespace nodejs

#endif
