// All that these tests need of a framework: TEST declares, CHECK tells the place
// and fails, main() runs everything.
#ifndef COLLECTD_NODEJS_CHECK_H
#define COLLECTD_NODEJS_CHECK_H

#include <atomic>
#include <cstdio>
#include <sstream>
#include <vector>

namespace check {

struct Test {
  const char *name;
  void (*run)();
};

inline std::vector<Test> &tests() {
  static std::vector<Test> all;
  return all;
}

struct Declared {
  Declared(const char *name, void (*run)()) { tests().push_back({name, run}); }
};

inline std::atomic<int> failures{0};

template <typename A, typename B>
void equal(const A &actual, const B &expected, const char *what, const char *file, int line) {
  if (actual == expected) return;
  std::ostringstream text;
  text << actual << ", not " << expected;
  std::fprintf(stderr, "%s:%d: %s is %s\n", file, line, what, text.str().c_str());
  failures++;
}

} // namespace check

#define TEST(name)                                                                                 \
  static void name();                                                                              \
  static const check::Declared declared_##name(#name, name);                                       \
  static void name()

#define CHECK(condition)                                                                           \
  check::equal(static_cast<bool>(condition), true, #condition, __FILE__, __LINE__)
#define CHECK_EQUAL(actual, expected) check::equal(actual, expected, #actual, __FILE__, __LINE__)

int main() {
  for (const auto &test : check::tests()) {
    const int before = check::failures;
    test.run();
    std::printf("%s %s\n", check::failures == before ? "ok    " : "FAILED", test.name);
  }
  return check::failures == 0 && !check::tests().empty() ? 0 : 1;
}

#endif
