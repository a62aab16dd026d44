#include "collectd/meta_data.h"

#include "crossing/js_array.h"

namespace nodejs {

namespace {

template <typename T>
T get(meta_data_t *meta, const char *key, int (*getter)(meta_data_t *, const char *, T *)) {
  T value{};
  getter(meta, key, &value);
  return value;
}

Napi::Value value_of(Napi::Env env, meta_data_t *meta, const char *key, int type) {
  switch (type) {
  case MD_TYPE_SIGNED_INT:
    return Napi::BigInt::New(env, get(meta, key, meta_data_get_signed_int));
  case MD_TYPE_UNSIGNED_INT:
    return Napi::BigInt::New(env, get(meta, key, meta_data_get_unsigned_int));
  case MD_TYPE_DOUBLE:
    return Napi::Number::New(env, get(meta, key, meta_data_get_double));
  case MD_TYPE_BOOLEAN:
    return Napi::Boolean::New(env, get(meta, key, meta_data_get_boolean));
  default:
    const Allocated<char> text(get(meta, key, meta_data_get_string));
    return Napi::String::New(env, text ? text.get() : "");
  }
}

void add(meta_data_t *meta, const char *key, int type, const Napi::Value &value) {
  bool lossless = true;
  switch (type) {
  case MD_TYPE_STRING:
    meta_data_add_string(meta, key, value.As<Napi::String>().Utf8Value().c_str());
    break;
  case MD_TYPE_SIGNED_INT:
    meta_data_add_signed_int(meta, key, value.As<Napi::BigInt>().Int64Value(&lossless));
    break;
  case MD_TYPE_UNSIGNED_INT:
    meta_data_add_unsigned_int(meta, key, value.As<Napi::BigInt>().Uint64Value(&lossless));
    break;
  case MD_TYPE_DOUBLE:
    meta_data_add_double(meta, key, value.As<Napi::Number>().DoubleValue());
    break;
  default:
    meta_data_add_boolean(meta, key, value.As<Napi::Boolean>().Value());
    break;
  }
}

} // namespace

Napi::Array meta_to_array(Napi::Env env, meta_data_t *meta) {
  JsArray array;
  if (meta == nullptr) return array.make(env);
  char **keys = nullptr;
  const int count = meta_data_toc(meta, &keys);
  const Allocated<char *> owned(keys);
  for (int i = 0; i < count; i++) {
    const Allocated<char> key(keys[i]);
    const int type = meta_data_type(meta, key.get());
    array.add(Napi::String::New(env, key.get()));
    array.add(Napi::Number::New(env, type));
    array.add(value_of(env, meta, key.get(), type));
  }
  return array.make(env);
}

Meta meta_from_array(const Napi::Array &array) {
  if (array.Length() == 0) return nullptr;
  Meta meta(meta_data_create());
  for (uint32_t i = 0; meta && i + 2 < array.Length(); i += 3) {
    const std::string key = array.Get(i).As<Napi::String>().Utf8Value();
    add(meta.get(), key.c_str(), array.Get(i + 1).As<Napi::Number>().Int32Value(),
        array.Get(i + 2));
  }
  return meta;
}

} // namespace nodejs
