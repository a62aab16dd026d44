// A Node addon that fuzzes what crosses between collectd and JavaScript: meta
// data, values, configuration and text come back as they went. Imported by a
// module in a real collectd, whose functions and whose libnode it uses.
#include <napi.h>

#include "box.h"
#include "fuzzer.h"
#include "meta.h"
#include "oconfig_input.h"
#include "require.h"
#include "text.h"
#include "tree.h"
#include "utf8.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using nodejs::Allocated;
using nodejs::Meta;

namespace {

// Set while fuzz() runs, on the worker's thread.
Napi::Env *the_env;
// What the cache has for the next list; nothing when it is empty.
std::vector<gauge_t> cached_rates;

uint64_t bits(input_t &input) {
  uint64_t result = 0;
  for (int i = 0; i < 8; i++)
    result = result << 8 | input_byte(&input);
  return result;
}

double number(input_t &input) {
  const uint64_t as_bits = bits(input);
  double result;
  std::memcpy(&result, &as_bits, sizeof(result));
  return result;
}

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

std::string text(input_t &input, size_t most) {
  std::string result(input_byte(&input) % (most + 1), 'x');
  for (char &character : result) {
    const uint8_t byte = input_byte(&input);
    character = static_cast<char>(byte == 0 ? 'a' : byte);
  }
  return result;
}

// One that JavaScript gives back byte for byte.
std::string utf8_text(input_t &input, size_t most) {
  std::string result = text(input, most);
  return nodejs::is_utf8(result) ? result : "text";
}

void add_entry(meta_data_t *meta, const std::string &key, input_t &input) {
  switch (input_byte(&input) % 5) {
  case 0:
    meta_data_add_string(meta, key.c_str(), utf8_text(input, 40).c_str());
    break;
  case 1:
    meta_data_add_signed_int(meta, key.c_str(), static_cast<int64_t>(bits(input)));
    break;
  case 2:
    meta_data_add_unsigned_int(meta, key.c_str(), bits(input));
    break;
  case 3:
    meta_data_add_double(meta, key.c_str(), number(input));
    break;
  default:
    meta_data_add_boolean(meta, key.c_str(), (input_byte(&input) & 1) != 0);
    break;
  }
}

Meta meta_of(input_t &input) {
  const int entries = input_byte(&input) % 6;
  if (entries == 0) return nullptr;
  Meta meta(meta_data_create());
  for (int i = 0; i < entries; i++)
    add_entry(meta.get(), utf8_text(input, 12), input);
  return meta;
}

void check_entry(meta_data_t *a, meta_data_t *b, const char *key) {
  const int type = meta_data_type(a, key);
  require(type == meta_data_type(b, key));
  if (type == MD_TYPE_STRING) {
    char *one = nullptr, *other = nullptr;
    require(meta_data_get_string(a, key, &one) == 0 && meta_data_get_string(b, key, &other) == 0);
    const Allocated<char> first(one), second(other);
    require(std::string_view(one) == other);
  } else if (type == MD_TYPE_SIGNED_INT) {
    int64_t one = 0, other = 1;
    require(meta_data_get_signed_int(a, key, &one) == 0);
    require(meta_data_get_signed_int(b, key, &other) == 0 && one == other);
  } else if (type == MD_TYPE_UNSIGNED_INT) {
    uint64_t one = 0, other = 1;
    require(meta_data_get_unsigned_int(a, key, &one) == 0);
    require(meta_data_get_unsigned_int(b, key, &other) == 0 && one == other);
  } else if (type == MD_TYPE_DOUBLE) {
    double one = 0, other = 1;
    require(meta_data_get_double(a, key, &one) == 0);
    require(meta_data_get_double(b, key, &other) == 0 && same(one, other));
  } else {
    bool one = false, other = true;
    require(meta_data_get_boolean(a, key, &one) == 0);
    require(meta_data_get_boolean(b, key, &other) == 0 && one == other);
  }
}

void check_meta(input_t &input) {
  const Meta meta = meta_of(input);
  const Napi::Array array = nodejs::meta_to_array(*the_env, meta.get());
  const Meta back = nodejs::meta_from_array(array);
  require((meta == nullptr || array.Length() > 0) == (back != nullptr || array.Length() == 0));
  if (!back) return;
  char **keys = nullptr, **back_keys = nullptr;
  const int count = meta_data_toc(meta.get(), &keys);
  require(count == meta_data_toc(back.get(), &back_keys));
  for (int i = 0; i < count; i++) {
    check_entry(meta.get(), back.get(), keys[i]);
    std::free(keys[i]);
    std::free(back_keys[i]);
  }
  std::free(keys);
  std::free(back_keys);
}

// NaN where the cache has nothing that fits.
void check_rates(const Napi::Array &array, size_t count) {
  require(array.Length() == count);
  for (uint32_t i = 0; i < count; i++)
    require(same(array.Get(i).As<Napi::Number>().DoubleValue(),
                 cached_rates.size() == count ? cached_rates[i] : NAN));
}

void check_values(input_t &input) {
  const size_t count = input_byte(&input) % 12;
  std::vector<value_t> values(count);
  std::vector<data_source_t> sources(count);
  for (size_t i = 0; i < count; i++) {
    sources[i].type = input_byte(&input) % 4;
    values[i].counter = bits(input);
  }
  data_set_t set{};
  // A data set that does not fit is taken for gauges: nothing is read past it.
  set.ds_num = input_byte(&input) % 8 == 0 ? count / 2 : count;
  set.ds = sources.data();
  value_list_t list{};
  list.values = values.data();
  list.values_len = count;
  const Meta meta = meta_of(input);
  list.meta = meta.get();

  nodejs::ValueBox box(set, list);
  const bool has_rates = (input_byte(&input) & 1) != 0;
  cached_rates.clear();
  if ((input_byte(&input) & 1) != 0)
    for (size_t i = 0; i < set.ds_num; i++)
      cached_rates.push_back(number(input));
  if (has_rates) box.read_rates(set, list);
  const Napi::Array parts = box.to_array(*the_env);
  require(parts.Length() == (has_rates ? 3 : 2));
  if (has_rates) check_rates(parts.Get(2u).As<Napi::Array>(), count);
  const auto array = parts.Get(0u).As<Napi::Array>();
  require(array.Length() == count);
  for (uint32_t i = 0; i < count; i++) {
    const int type = i < set.ds_num ? sources[i].type : DS_TYPE_GAUGE;
    bool exact = false;
    if (type == DS_TYPE_GAUGE)
      require(same(array.Get(i).As<Napi::Number>().DoubleValue(), values[i].gauge));
    else if (type == DS_TYPE_DERIVE)
      require(array.Get(i).As<Napi::BigInt>().Int64Value(&exact) == values[i].derive && exact);
    else
      require(array.Get(i).As<Napi::BigInt>().Uint64Value(&exact) == values[i].counter && exact);
  }
}

void check_item(const Napi::Array &array, const oconfig_item_t &item) {
  const auto values = array.Get(1u).As<Napi::Array>();
  const auto children = array.Get(2u).As<Napi::Array>();
  if (nodejs::is_utf8(item.key)) require(array.Get(0u).As<Napi::String>().Utf8Value() == item.key);
  require(values.Length() == static_cast<uint32_t>(item.values_num));
  for (uint32_t i = 0; i < values.Length(); i++) {
    const oconfig_value_t &value = item.values[i];
    if (value.type == OCONFIG_TYPE_NUMBER)
      require(same(values.Get(i).As<Napi::Number>().DoubleValue(), value.value.number));
    else if (value.type == OCONFIG_TYPE_BOOLEAN)
      require(values.Get(i).As<Napi::Boolean>().Value() == (value.value.boolean != 0));
    else if (nodejs::is_utf8(value.value.string))
      require(values.Get(i).As<Napi::String>().Utf8Value() == value.value.string);
  }
  require(children.Length() == static_cast<uint32_t>(item.children_num));
  for (uint32_t i = 0; i < children.Length(); i++)
    check_item(children.Get(i).As<Napi::Array>(), item.children[i]);
}

void check_tree(input_t &input) {
  static const char *const words[] = {"Module", "Key", "Path", "Größe", "0x10"};
  const words_t likely{words, sizeof(words) / sizeof(words[0])};
  oconfig_item_t *root = oconfig_from_input(&input, likely, likely);
  check_item(nodejs::tree_to_array(*the_env, *root), *root);
  oconfig_free_input(root);
}

void check_text(input_t &input) {
  const size_t size = 1 + input_byte(&input) % 64;
  const std::string_view given(reinterpret_cast<const char *>(input.data), input.size);
  std::vector<char> place(size, 'z');
  const bool cut = nodejs::copy_text(place.data(), size, given);
  const size_t length = strnlen(place.data(), size);
  require(length < size);
  const std::string_view copied(place.data(), length);
  if (given.find('\0') != std::string_view::npos) return;
  require(given.substr(0, length) == copied);
  require(cut == (length < given.size()));
  if (nodejs::is_utf8(given)) require(nodejs::is_utf8(copied));
  // V8 replaces what is not UTF-8, and nothing else.
  const std::string back = Napi::String::New(*the_env, given.data(), given.size()).Utf8Value();
  require((back == given) == nodejs::is_utf8(given));
}

Napi::Value fuzz(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  the_env = &env;
  std::vector<std::string> arguments{"fuzz"};
  const auto given = info[0].As<Napi::Array>();
  for (uint32_t i = 0; i < given.Length(); i++)
    arguments.push_back(given.Get(i).As<Napi::String>());
  std::vector<char *> pointers;
  for (std::string &argument : arguments)
    pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  int count = static_cast<int>(arguments.size());
  char **argv = pointers.data();
  const int status = LLVMFuzzerRunDriver(&count, &argv, fuzz_one);
  return Napi::Number::New(env, status);
}

Napi::Object start(Napi::Env env, Napi::Object exports) {
  exports.Set("fuzz", Napi::Function::New(env, fuzz));
  return exports;
}

} // namespace

// Instead of the daemon's cache.
extern "C" gauge_t *uc_get_rate(const data_set_t *, const value_list_t *) {
  if (cached_rates.empty()) return nullptr;
  auto *rates = static_cast<gauge_t *>(std::calloc(cached_rates.size(), sizeof(gauge_t)));
  require(rates != nullptr);
  std::copy(cached_rates.begin(), cached_rates.end(), rates);
  return rates;
}

int fuzz_one(const uint8_t *data, size_t size) {
  input_t input{data, size};
  const Napi::HandleScope scope(*the_env);
  switch (input_byte(&input) % 4) {
  case 0:
    check_meta(input);
    break;
  case 1:
    check_values(input);
    break;
  case 2:
    check_tree(input);
    break;
  default:
    check_text(input);
    break;
  }
  return 0;
}

NODE_API_MODULE(conversion, start)
