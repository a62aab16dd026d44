#include "values/packed_meta.h"

namespace nodejs {

namespace {

constexpr size_t kStep = kPackedStep;

// With its NUL.
constexpr size_t padded(size_t text) {
  return (text / kStep + 1) * kStep;
}

// Writes from the start of the room on and remembers whether it was enough.
class Packer {
public:
  explicit Packer(std::span<uint8_t> room) : room_(room) {}
  bool has_room() const { return has_room_; }
  size_t size() const { return size_; }

  template <typename T> void put(const T &value) {
    static_assert(sizeof(T) == kStep);
    if (uint8_t *place = take(kStep)) std::memcpy(place, &value, kStep);
  }
  void put_text(const char *text, size_t size) {
    uint8_t *place = take(padded(size));
    if (place == nullptr) return;
    std::memset(place + padded(size) - kStep, 0, kStep);
    std::memcpy(place, text, size);
  }

private:
  uint8_t *take(size_t size) {
    has_room_ = has_room_ && size <= room_.size() - size_;
    if (!has_room_) return nullptr;
    size_ += size;
    return room_.data() + size_ - size;
  }

  std::span<uint8_t> room_;
  size_t size_ = 0;
  bool has_room_ = true;
};

void put_head(Packer &packer, int type, const char *key, size_t text = 0) {
  const size_t size = strnlen(key, PackedEntry::kMaxKey);
  packer.put(PackedEntry{static_cast<uint8_t>(type), static_cast<uint8_t>(size),
                         static_cast<uint16_t>(text), 0});
  packer.put_text(key, size);
}

template <typename T>
void put_number(Packer &packer, meta_data_t *meta, const char *key, int type,
                int (*get)(meta_data_t *, const char *, T *)) {
  T number{};
  get(meta, key, &number);
  put_head(packer, type, key);
  if constexpr (sizeof(T) == kStep)
    packer.put(number);
  else
    packer.put(uint64_t{number});
}

bool put_string(Packer &packer, meta_data_t *meta, const char *key) {
  char *text = nullptr;
  meta_data_get_string(meta, key, &text);
  const Allocated<char> owned(text);
  const size_t size = text == nullptr ? 0 : strnlen(text, PackedEntry::kMaxText + 1);
  if (size > PackedEntry::kMaxText) return false;
  put_head(packer, MD_TYPE_STRING, key, size);
  packer.put_text(text == nullptr ? "" : text, size);
  return true;
}

bool put_entry(Packer &packer, meta_data_t *meta, const char *key) {
  if (strnlen(key, PackedEntry::kMaxKey + 1) > PackedEntry::kMaxKey) return false;
  const int type = meta_data_type(meta, key);
  switch (type) {
  case MD_TYPE_STRING:
    return put_string(packer, meta, key);
  case MD_TYPE_SIGNED_INT:
    put_number(packer, meta, key, type, meta_data_get_signed_int);
    return true;
  case MD_TYPE_UNSIGNED_INT:
    put_number(packer, meta, key, type, meta_data_get_unsigned_int);
    return true;
  case MD_TYPE_DOUBLE:
    put_number(packer, meta, key, type, meta_data_get_double);
    return true;
  case MD_TYPE_BOOLEAN:
    put_number(packer, meta, key, type, meta_data_get_boolean);
    return true;
  default:
    return false;
  }
}

template <typename T> T at(const uint8_t *place) {
  T value;
  static_assert(sizeof(T) == kStep);
  std::memcpy(&value, place, kStep);
  return value;
}

void add(meta_data_t *meta, const PackedEntry &head, const char *key, const uint8_t *value) {
  switch (head.type) {
  case MD_TYPE_STRING:
    meta_data_add_string(meta, key, reinterpret_cast<const char *>(value));
    break;
  case MD_TYPE_SIGNED_INT:
    meta_data_add_signed_int(meta, key, at<int64_t>(value));
    break;
  case MD_TYPE_UNSIGNED_INT:
    meta_data_add_unsigned_int(meta, key, at<uint64_t>(value));
    break;
  case MD_TYPE_DOUBLE:
    meta_data_add_double(meta, key, at<double>(value));
    break;
  default:
    meta_data_add_boolean(meta, key, at<uint64_t>(value) != 0);
    break;
  }
}

} // namespace

size_t pack_meta(meta_data_t *meta, std::span<uint8_t> room) {
  char **keys = nullptr;
  const int count = meta_data_toc(meta, &keys);
  if (count <= 0) return 0;
  const Allocated<char *> owned(keys);
  Packer packer(room);
  packer.put(PackedHead{});
  bool fits = true;
  for (int i = 0; i < count; i++) {
    const Allocated<char> key(keys[i]);
    fits = fits && packer.has_room() && put_entry(packer, meta, key.get());
  }
  if (!fits || !packer.has_room()) return 0;
  const PackedHead head{static_cast<uint32_t>(count), static_cast<uint32_t>(packer.size())};
  std::memcpy(room.data(), &head, sizeof(head));
  return packer.size();
}

Meta unpack_meta(std::span<const uint8_t> packed) {
  if (packed.size() < sizeof(PackedHead)) return nullptr;
  const auto head = at<PackedHead>(packed.data());
  if (head.entries == 0) return nullptr;
  Meta meta(meta_data_create());
  size_t place = sizeof(PackedHead);
  for (uint32_t i = 0; meta && i < head.entries; i++) {
    if (packed.size() - place < sizeof(PackedEntry)) return nullptr;
    const auto entry = at<PackedEntry>(packed.data() + place);
    const size_t key = place + sizeof(PackedEntry);
    const size_t value = key + padded(entry.key);
    place = value + (entry.type == MD_TYPE_STRING ? padded(entry.text) : kStep);
    if (place > packed.size() || packed[key + entry.key] != 0) return nullptr;
    if (entry.type == MD_TYPE_STRING && packed[value + entry.text] != 0) return nullptr;
    add(meta.get(), entry, reinterpret_cast<const char *>(packed.data() + key),
        packed.data() + value);
  }
  return meta;
}

} // namespace nodejs
