#include "core/queue/fingerprint.h"

#include "check.h"

#include <set>
#include <string>

using nodejs::Fingerprint;

TEST(fingerprints_depend_on_every_byte_and_on_the_length) {
  std::set<std::pair<uint64_t, uint64_t>> seen;
  const auto add = [&seen](const std::string &key) {
    const Fingerprint print = nodejs::fingerprint(key);
    CHECK(print == nodejs::fingerprint(key));
    return seen.insert({print.low, print.high}).second;
  };
  for (size_t size = 0; size < 70; size++) {
    CHECK(add(std::string(size, '\0')));
    for (size_t at = 0; at < size; at++) {
      std::string key(size, '\0');
      key[at] = '\1';
      CHECK(add(key));
      key[at] = '\x80';
      CHECK(add(key));
    }
  }
}
