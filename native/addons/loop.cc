#include "addons/loop.h"

#include "core/lockable.h"
#include "pool/functions.h"

#include <atomic>
#include <bit>
#include <dlfcn.h>
#include <link.h>
#include <map>

namespace nodejs {

namespace {

thread_local uv_loop_t *own_loop = nullptr;
std::function<void(const std::string &text)> warning;
std::atomic<bool> warned{false};

enum class State : uint8_t { open, closing, closed };

// One that an addon has put into a loop. Its memory is the addon's.
struct Handle {
  uv_loop_t *loop;
  State state = State::open;
  uv_close_cb done = nullptr; // of the addon, which has closed it, too
};

Lockable<std::map<uv_handle_t *, Handle>> handles;

uv_loop_t *default_loop() {
  if (own_loop != nullptr) return own_loop;
  if (!warned.exchange(true))
    warning("A native addon asks for libuv's default loop on a thread of its own, where no worker "
            "is; nothing in that loop ever happens.");
  return uv_default_loop();
}

// With the lock, so that the loop does not end meanwhile.
int async_send(uv_async_t *async) {
  const auto all = handles.lock();
  const auto found = all->find(std::bit_cast<uv_handle_t *>(async));
  if (found != all->end() && found->second.state != State::open) return 0;
  return uv_async_send(async);
}

void close_handle(uv_handle_t *handle, uv_close_cb done) {
  auto state = State::open;
  {
    const auto all = handles.lock();
    const auto found = all->find(handle);
    if (found != all->end()) {
      state = found->second.state;
      if (state == State::open) all->erase(found);
      if (state == State::closing) found->second.done = done;
    }
  }
  if (state == State::open) uv_close(handle, done);
  if (state == State::closed && done != nullptr) done(handle);
}

void finish(uv_handle_t *handle) {
  uv_close_cb done = nullptr;
  {
    const auto all = handles.lock();
    Handle &one = all->at(handle);
    one.state = State::closed;
    done = one.done;
  }
  if (done != nullptr) done(handle);
}

template <auto function> struct Init;
template <class Type, class... Rest, int (*function)(uv_loop_t *, Type *, Rest...)>
struct Init<function> {
  static int call(uv_loop_t *loop, Type *handle, Rest... rest) {
    const int status = function(loop, handle, rest...);
    if (status == 0)
      handles.lock()->insert_or_assign(std::bit_cast<uv_handle_t *>(handle), Handle{loop});
    return status;
  }
};

#define INIT(name) to<name>(#name, Init<name>::call)

std::vector<Redirection> functions() {
  return {
      to<uv_default_loop>("uv_default_loop", default_loop),
      to<uv_async_send>("uv_async_send", async_send),
      to<uv_close>("uv_close", close_handle),
      INIT(uv_async_init),
      INIT(uv_check_init),
      INIT(uv_fs_event_init),
      INIT(uv_fs_poll_init),
      INIT(uv_idle_init),
      INIT(uv_pipe_init),
      INIT(uv_poll_init),
      INIT(uv_poll_init_socket),
      INIT(uv_prepare_init),
      INIT(uv_signal_init),
      INIT(uv_tcp_init),
      INIT(uv_tcp_init_ex),
      INIT(uv_timer_init),
      INIT(uv_tty_init),
      INIT(uv_udp_init),
      INIT(uv_udp_init_ex),
  };
}

// More than enough for handles that are closed: nothing of theirs is called.
constexpr int kRounds = 8;

// In the place of uv_loop_close(): Node ends the process when a handle is left.
int close_loop(uv_loop_t *loop) {
  const int status = uv_loop_close(loop);
  if (status != UV_EBUSY) return status;
  uv_walk(
      loop,
      [](uv_handle_t *handle, void *) {
        if (uv_is_closing(handle) == 0) uv_close(handle, nullptr);
      },
      nullptr);
  for (int i = 0; i < kRounds && uv_run(loop, UV_RUN_NOWAIT) != 0; i++) {
  }
  return uv_loop_close(loop);
}

} // namespace

void host_loops(std::function<void(const std::string &text)> warn) {
  warning = std::move(warn);
  redirect_libnode({to<uv_loop_close>("uv_loop_close", close_loop)});
}

void own_loop_is(uv_loop_t *loop) {
  own_loop = loop;
}

void lead_to_own_loop(void *handle) {
  link_map *map = nullptr;
  if (dlinfo(handle, RTLD_DI_LINKMAP, &map) == 0) redirect(map->l_ld, functions());
}

void close_addon_handles() {
  std::vector<uv_handle_t *> left;
  {
    const auto all = handles.lock();
    for (auto &[handle, one] : *all) {
      if (one.loop != own_loop || one.state != State::open) continue;
      one.state = State::closing;
      left.push_back(handle);
    }
  }
  for (uv_handle_t *handle : left)
    uv_close(handle, finish);
}

} // namespace nodejs
