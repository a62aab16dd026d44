#include "pool/addons.h"

#include <atomic>

namespace nodejs {

namespace {

thread_local bool own_addon = false;
std::atomic<bool> threads_addon{false};
thread_local int calls = 0;

} // namespace

void note_addon(bool is_workers_own) {
  if (is_workers_own)
    own_addon = true;
  else
    threads_addon = true;
}

bool has_loaded_addon() {
  return own_addon || threads_addon;
}

AddonCall::AddonCall() {
  calls++;
}

AddonCall::~AddonCall() {
  calls--;
}

bool is_addon_calling() {
  return calls > 0;
}

} // namespace nodejs
