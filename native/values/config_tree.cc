#include "values/config_tree.h"

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
  const auto values_num = static_cast<uint32_t>(item.values_num);
  Napi::Array values = Napi::Array::New(env, values_num);
  for (uint32_t i = 0; i < values_num; i++)
    values[i] = value_of(env, item.values[i]);

  const auto children_num = static_cast<uint32_t>(item.children_num);
  Napi::Array children = Napi::Array::New(env, children_num);
  for (uint32_t i = 0; i < children_num; i++)
    children[i] = tree_to_array(env, item.children[i]);

  Napi::Array node = Napi::Array::New(env, 3);
  node[0u] = Napi::String::New(env, item.key);
  node[1u] = values;
  node[2u] = children;
  return node;
}

} // namespace nodejs
