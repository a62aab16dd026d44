#include "core/heap_limit.h"

#include "check.h"

using nodejs::default_heap_limit;

namespace {

constexpr int64_t kPage = 4096;

size_t mebibytes(double gibibytes) {
  return default_heap_limit(static_cast<int64_t>(gibibytes * (1 << 18)), kPage) >> 20;
}

} // namespace

TEST(it_is_an_eighth_of_the_memory_from_32_to_256_mebibytes) {
  CHECK_EQUAL(mebibytes(0.125), size_t{32});
  CHECK_EQUAL(mebibytes(1), size_t{128});
  CHECK_EQUAL(mebibytes(2), size_t{256});
}

// Also where size_t has 32 bits.
TEST(more_memory_than_32_bits_can_count_does_not_wrap) {
  for (const double gibibytes : {4.2, 5.0, 8.5, 64.0})
    CHECK_EQUAL(mebibytes(gibibytes), size_t{256});
}

TEST(a_system_that_does_not_tell_has_the_most) {
  CHECK_EQUAL(default_heap_limit(-1, kPage) >> 20, size_t{256});
}
