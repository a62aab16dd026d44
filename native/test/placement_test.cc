#include "core/placement.h"

#include "check.h"

using nodejs::place;
using nodejs::Placement;

namespace {

std::string shown(const Placement &placement) {
  std::string text;
  for (const size_t worker : placement.worker_of)
    text += std::to_string(worker) + " ";
  return text + "of " + std::to_string(placement.workers);
}

const std::vector<std::string> ten(10);

} // namespace

TEST(by_default_each_module_has_a_worker_up_to_eight) {
  CHECK_EQUAL(shown(place({"", "", ""}, 0)), "0 1 2 of 3");
  CHECK_EQUAL(shown(place(ten, 0)), "0 1 2 3 4 5 6 7 0 1 of 8");
}

TEST(modules_are_dealt_round_robin) {
  CHECK_EQUAL(shown(place(ten, 3)), "0 1 2 0 1 2 0 1 2 0 of 3");
  CHECK_EQUAL(shown(place(ten, 1)), "0 0 0 0 0 0 0 0 0 0 of 1");
}

TEST(no_worker_stays_without_a_module) {
  CHECK_EQUAL(shown(place({"", ""}, 5)), "0 1 of 2");
  CHECK_EQUAL(shown(place({}, 5)), "of 0");
}

TEST(a_label_is_a_worker_of_its_own) {
  CHECK_EQUAL(shown(place({"", "a", "", "b", "a", ""}, 2)), "0 2 1 3 2 0 of 4");
  CHECK_EQUAL(shown(place({"a", "b", "a"}, 1)), "0 1 0 of 2");
}
