#include "meta_input.h"

#include "require.h"
#include "core/text/utf8.h"

#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

using nodejs::Allocated;
using nodejs::Meta;

namespace {

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
    meta_data_add_signed_int(meta, key.c_str(), static_cast<int64_t>(bits_from(input)));
    break;
  case 2:
    meta_data_add_unsigned_int(meta, key.c_str(), bits_from(input));
    break;
  case 3:
    meta_data_add_double(meta, key.c_str(), number_from(input));
    break;
  default:
    meta_data_add_boolean(meta, key.c_str(), (input_byte(&input) & 1) != 0);
    break;
  }
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

} // namespace

uint64_t bits_from(input_t &input) {
  uint64_t result = 0;
  for (int i = 0; i < 8; i++)
    result = result << 8 | input_byte(&input);
  return result;
}

double number_from(input_t &input) {
  const uint64_t as_bits = bits_from(input);
  double result;
  std::memcpy(&result, &as_bits, sizeof(result));
  return result;
}

Meta meta_from(input_t &input) {
  const int entries = input_byte(&input) % 6;
  if (entries == 0) return nullptr;
  Meta meta(meta_data_create());
  for (int i = 0; i < entries; i++)
    add_entry(meta.get(), utf8_text(input, 12), input);
  return meta;
}

void check_same(meta_data_t *meta, meta_data_t *back) {
  char **keys = nullptr, **back_keys = nullptr;
  const int count = meta_data_toc(meta, &keys);
  require(count == meta_data_toc(back, &back_keys));
  for (int i = 0; i < count; i++) {
    check_entry(meta, back, keys[i]);
    std::free(keys[i]);
    std::free(back_keys[i]);
  }
  std::free(keys);
  std::free(back_keys);
}
