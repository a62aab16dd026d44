#include "core/queue/fingerprint.h"

#include <cstring>
#include <random>

namespace nodejs {

namespace {

struct SecretKey {
  uint64_t first;
  uint64_t second;
};

uint64_t random_word(std::random_device &device) {
  return static_cast<uint64_t>(device()) << 32 | device();
}

const SecretKey &secret_key() {
  static const SecretKey key = [] {
    std::random_device device;
    return SecretKey{random_word(device), random_word(device)};
  }();
  return key;
}

class SipState {
public:
  explicit SipState(const SecretKey &key)
      : a_(key.first ^ 0x736f6d6570736575u), b_(key.second ^ 0x646f72616e646f6du ^ 0xee),
        c_(key.first ^ 0x6c7967656e657261u), d_(key.second ^ 0x7465646279746573u) {}

  void absorb(uint64_t word) {
    d_ ^= word;
    round();
    a_ ^= word;
  }

  Fingerprint finish() {
    c_ ^= 0xee;
    const uint64_t low = three_rounds();
    b_ ^= 0xdd;
    return {low, three_rounds()};
  }

private:
  static uint64_t rotate(uint64_t x, int bits) { return x << bits | x >> (64 - bits); }

  void round() {
    a_ += b_;
    b_ = rotate(b_, 13) ^ a_;
    a_ = rotate(a_, 32);
    c_ += d_;
    d_ = rotate(d_, 16) ^ c_;
    a_ += d_;
    d_ = rotate(d_, 21) ^ a_;
    c_ += b_;
    b_ = rotate(b_, 17) ^ c_;
    c_ = rotate(c_, 32);
  }

  uint64_t three_rounds() {
    round();
    round();
    round();
    return a_ ^ b_ ^ c_ ^ d_;
  }

  uint64_t a_, b_, c_, d_;
};

} // namespace

Fingerprint fingerprint(std::string_view bytes) {
  SipState state(secret_key());
  const char *data = bytes.data();
  size_t left = bytes.size();
  uint64_t word = 0;
  for (; left >= sizeof(word); data += sizeof(word), left -= sizeof(word)) {
    std::memcpy(&word, data, sizeof(word));
    state.absorb(word);
  }
  word = 0;
  std::memcpy(&word, data, left);
  state.absorb(word | static_cast<uint64_t>(bytes.size()) << 56);
  return state.finish();
}

} // namespace nodejs
