#include "process/child_signal.h"

#include "core/lockable.h"

#include <csignal>
#include <memory>
#include <uv.h>

namespace nodejs {

namespace {

struct Claim {
  uv_loop_t loop; // never runs: libuv's handler finds its pipe full and goes on
  uv_signal_t keeper;
  bool is_held = false;
  struct sigaction before {}; // the daemon's or the exec plugin's
  struct sigaction own {};    // libuv's
};

// Never destroyed: libuv keeps pointers into it.
Lockable<Claim> &the_claim() {
  static auto *const claim = std::make_unique<Lockable<Claim>>().release();
  return *claim;
}

bool take(Claim &claim) {
  sigaction(SIGCHLD, nullptr, &claim.before);
  if (uv_loop_init(&claim.loop) != 0) return false;
  uv_signal_init(&claim.loop, &claim.keeper);
  if (uv_signal_start(
          &claim.keeper, [](uv_signal_t *, int) {}, SIGCHLD) != 0)
    return false;
  sigaction(SIGCHLD, nullptr, &claim.own);
  return true;
}

} // namespace

void claim_child_signal() {
  auto claim = the_claim().lock();
  if (!claim->is_held) {
    claim->is_held = take(*claim);
    return;
  }
  struct sigaction now {};
  sigaction(SIGCHLD, nullptr, &now);
  if (now.sa_handler != claim->own.sa_handler) sigaction(SIGCHLD, &claim->own, nullptr);
}

void release_child_signal() {
  auto claim = the_claim().lock();
  if (claim->is_held) sigaction(SIGCHLD, &claim->before, nullptr);
}

} // namespace nodejs
