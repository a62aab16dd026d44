// A Node addon that fuzzes what crosses between collectd and JavaScript: meta
// data, values, configuration and text come back as they went. Imported by a
// module in a real collectd, whose functions and whose libnode it uses.
#include <napi.h>

#include "values/value_box.h"
#include "fuzzer.h"
#include "meta_input.h"
#include "values/packed_meta.h"
#include "require.h"
#include "core/text/truncate.h"
#include "values/config_tree.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using nodejs::Meta;

namespace {

// Set while fuzz() runs, on the worker's thread.
Napi::Env *the_env;
// What the cache has for the next list; nothing when it is empty.
std::vector<gauge_t> cached_rates;

void check_meta(input_t &input) {
  const Meta meta = meta_from(input);
  const Napi::Array array = nodejs::meta_to_array(*the_env, meta.get());
  const Meta back = nodejs::meta_from_array(array);
  require((meta == nullptr || array.Length() > 0) == (back != nullptr || array.Length() == 0));
  if (back) check_same(meta.get(), back.get());
}

// Now and then a key or a text that is longer than what can be packed.
void add_long(meta_data_t *meta, input_t &input) {
  const uint8_t choice = input_byte(&input);
  if (choice < 8)
    meta_data_add_boolean(meta, std::string(250 + choice, 'k').c_str(), true);
  else if (choice < 16)
    meta_data_add_string(meta, "long", std::string(65528 + choice, 't').c_str());
}

void check_packed(input_t &input) {
  const Meta meta = meta_from(input);
  if (meta) add_long(meta.get(), input);
  const bool large = (input_byte(&input) & 1) != 0;
  std::vector<uint8_t> room(large ? 1 << 17 : input_byte(&input), 0xaa);
  const size_t size = nodejs::pack_meta(meta.get(), room);
  if (size == 0) return;
  require(meta != nullptr && size <= room.size());
  // Exactly as much as was said.
  const Meta back = nodejs::unpack_meta(std::vector<uint8_t>(room.data(), room.data() + size));
  require(back != nullptr);
  check_same(meta.get(), back.get());
  // What JavaScript would never write is refused, or is other meta data.
  for (int changes = input_byte(&input) % 4; changes >= 0; changes--)
    room[(input_byte(&input) * 256u + input_byte(&input)) % size] = input_byte(&input);
  nodejs::unpack_meta(
      std::vector<uint8_t>(room.data(), room.data() + bits_from(input) % (size + 1)));
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
    values[i].counter = bits_from(input);
  }
  data_set_t set{};
  // A data set that does not fit is taken for gauges: nothing is read past it.
  set.ds_num = input_byte(&input) % 8 == 0 ? count / 2 : count;
  set.ds = sources.data();
  value_list_t list{};
  list.values = values.data();
  list.values_len = count;
  const Meta meta = meta_from(input);
  list.meta = meta.get();

  nodejs::ValueBox box(set, list);
  const bool has_rates = (input_byte(&input) & 1) != 0;
  cached_rates.clear();
  if ((input_byte(&input) & 1) != 0)
    for (size_t i = 0; i < set.ds_num; i++)
      cached_rates.push_back(number_from(input));
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
  switch (input_byte(&input) % 6) {
  case 0:
    check_meta(input);
    break;
  case 1:
    check_values(input);
    break;
  case 2:
    check_tree(input);
    break;
  case 3:
    check_packed(input);
    break;
  case 4:
    // Whatever may stand in shared memory.
    nodejs::unpack_meta(std::vector<uint8_t>(input.data, input.data + input.size));
    break;
  default:
    check_text(input);
    break;
  }
  return 0;
}

NODE_API_MODULE(conversion, start)
