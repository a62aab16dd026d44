#include "values/config_tree.h"

#include "crossing/js_array.h"

namespace nodejs {

namespace {

Napi::Value value_of(Napi::Env env, const oconfig_value_t &value) {
  switch (value.type) {
  case OCONFIG_TYPE_NUMBER:
    return Napi::Number::New(env, value.value.number);
  case OCONFIG_TYPE_BOOLEAN:
    return Napi::Boolean::New(env, value.value.boolean != 0);
  default:
    return Napi::String::New(env, value.value.string == nullptr ? "" : value.value.string);
  }
}

} // namespace

Napi::Array tree_to_array(Napi::Env env, const oconfig_item_t &item) {
  JsArray values;
  for (int i = 0; i < item.values_num; i++)
    values.add(value_of(env, item.values[i]));
  JsArray children;
  for (int i = 0; i < item.children_num; i++)
    children.add(tree_to_array(env, item.children[i]));
  return JsArray{Napi::String::New(env, item.key), values.make(env), children.make(env)}.make(env);
}

} // namespace nodejs
