#include "node/last_exit.h"

#include "core/redirect.h"

#include <bit>
#include <cstdlib>
#include <cxxabi.h>
#include <exception>
#include <typeinfo>
#include <utility>

#include <assert.h>
#include <node_api.h>
#include <unistd.h>
#include <uv.h>

namespace nodejs {

namespace {

using Leave = std::function<void(const std::string &what)>;

// Not an object: it may be asked for when those of the thread are gone.
thread_local Leave *leave_thread = nullptr;

struct OwnLeave {
  Leave leave;
  ~OwnLeave() { leave_thread = nullptr; }
};

std::terminate_handler terminate_before = nullptr;

void leave(const std::string &what) {
  if (leave_thread != nullptr) (*leave_thread)(what);
}

[[noreturn]] void on_abort() {
  leave("abort()");
  std::abort();
}

[[noreturn]] void on_exit(int status) {
  leave("exit(" + std::to_string(status) + ")");
  std::exit(status);
}

[[noreturn]] void on_assertion(const char *assertion, const char *file, unsigned line,
                               const char *function) {
  leave("assertion failed: " + std::string(assertion));
  __assert_fail(assertion, file, line, function);
}

// An addon throws through functions of C, or where nothing may be thrown.
[[noreturn]] void on_terminate() {
  const std::type_info *type = abi::__cxa_current_exception_type();
  leave(type == nullptr ? "std::terminate()" : "an exception of C++ that nobody catches");
  if (terminate_before != nullptr) terminate_before();
  std::abort();
}

} // namespace

void close_last_exits() {
  const std::vector<Redirection> exits{
      {"abort", std::bit_cast<void *>(&::abort), std::bit_cast<void *>(&on_abort)},
      {"exit", std::bit_cast<void *>(&::exit), std::bit_cast<void *>(&on_exit)},
      {"__assert_fail", std::bit_cast<void *>(&__assert_fail),
       std::bit_cast<void *>(&on_assertion)},
  };
  redirect(std::bit_cast<const void *>(&napi_queue_async_work), exits);
  // The same library, or one of its own.
  redirect(std::bit_cast<const void *>(&uv_queue_work), exits);
  terminate_before = std::set_terminate(on_terminate);
}

void leave_instead(Leave leave) {
  thread_local OwnLeave own;
  own.leave = std::move(leave);
  leave_thread = &own.leave;
}

void park_thread() {
  for (;;)
    pause();
}

} // namespace nodejs
