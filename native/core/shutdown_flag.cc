#include "core/shutdown_flag.h"

#include <atomic>

namespace nodejs {

namespace {
std::atomic<bool> has_begun{false};
}

bool shutdown_has_begun() {
  return has_begun;
}

void raise_shutdown_flag() {
  has_begun = true;
}

} // namespace nodejs
