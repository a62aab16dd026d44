#include "addons/opening.h"

#include "addons/loop.h"
#include "addons/private_copy.h"
#include "pool/functions.h"

#include <dlfcn.h>
#include <utility>

namespace nodejs {

namespace {

struct Expected {
  bool addon = false;
  bool as_copy = false;
};

thread_local Expected expected;

// In the place of dlopen(). An addon stays mapped for good: its threads may outlive the worker.
void *open_library(const char *file, int flags) noexcept {
  const Expected what = std::exchange(expected, {});
  if (!what.addon) return dlopen(file, flags);
  void *handle = nullptr;
  if (what.as_copy)
    handle = open_private_copy(file, flags | RTLD_NODELETE);
  else
    handle = dlopen(file, flags | RTLD_NODELETE);
  if (handle == nullptr) return nullptr;
  limit_addon(handle);
  lead_to_own_loop(handle);
  return handle;
}

} // namespace

void host_addons(std::function<void(const std::string &text)> warn) {
  host_loops(std::move(warn));
  redirect_libnode({to<dlopen>("dlopen", open_library)});
}

void expect_addon(uv_loop_t *loop, bool as_copy) {
  own_loop_is(loop);
  expected = {true, as_copy};
}

} // namespace nodejs
