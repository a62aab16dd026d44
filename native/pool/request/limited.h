// Limited<uv_fs_open>::call stands in for uv_fs_open(): the same, within the quota of the
// thread that calls it.
#ifndef COLLECTD_NODEJS_POOL_REQUEST_LIMITED_H
#define COLLECTD_NODEJS_POOL_REQUEST_LIMITED_H

#include "pool/addons.h"
#include "pool/request/kept.h"
#include "pool/quota.h"
#include "pool/request/request_type.h"
#include "pool/thread_quota.h"

#include <bit>
#include <new>
#include <type_traits>

namespace nodejs {

// The words of a request that libuv keeps for itself and does not use: ours from the call
// to the callback.
enum class Word : uint8_t { callback, quota, waiting, mark };

template <class Request> void *&word(Request &request, Word which) {
  return request.reserved[static_cast<size_t>(which)];
}

// A request that waits is marked with its own address: no other memory is taken for one.
uintptr_t mark_of(const void *request);
// The one of a request, or null.
Waiting *waiting_of(uv_req_t &request, Quota *&quota);

// Stands in for the callback of a request.
template <class Callback> struct Ended;
template <class Request, class... Results> struct Ended<void (*)(Request *, Results...)> {
  static void call(Request *request, Results... results) {
    const auto callback =
        std::bit_cast<void (*)(Request *, Results...)>(word(*request, Word::callback));
    static_cast<Quota *>(word(*request, Word::quota))->give_back(request->loop, &request->work_req);
    if (callback != nullptr) callback(request, results...);
  }
};

template <auto function> struct Limited;

template <class Request, class... Arguments, int (*function)(uv_loop_t *, Request *, Arguments...)>
struct Limited<function> {
  using Type = RequestType<Request>;
  using Callback = typename Type::Callback;

  static int call(uv_loop_t *loop, Request *request, Arguments... arguments) {
    const Callback callback = std::get<Callback>(std::tuple(arguments...));
    // Without a callback libuv does it at once, in this thread.
    constexpr bool may_do_without = std::is_same_v<Request, uv_work_t>;
    if (loop == nullptr || request == nullptr || (callback == nullptr && !may_do_without))
      return function(loop, request, arguments...);
    Quota &quota = thread_quota();
    const PoolUse use{Type::is_name, is_addon_calling()};
    word(*request, Word::callback) = std::bit_cast<void *>(callback);
    word(*request, Word::quota) = &quota;
    word(*request, Word::mark) = nullptr;
    if (quota.take(loop, &request->work_req, use))
      return submit(quota, loop, request, replaced(arguments)...);
    try {
      return wait(quota, loop, request, use, replaced(arguments)...);
    } catch (const std::bad_alloc &) {
      return UV_ENOMEM;
    }
  }

private:
  class Call : public Waiting {
  public:
    Call(Quota &quota, uv_loop_t *loop, Request *request, PoolUse use,
         const std::tuple<Arguments...> &arguments)
        : Waiting(quota, loop, &request->work_req, use), loop_(loop), request_(request),
          arguments_(std::apply(
              [&arguments](auto... each) {
                return std::tuple(Kept<Arguments>(each, arguments)...);
              },
              arguments)) {}

    int submit() override {
      word(*request_, Word::mark) = nullptr;
      return std::apply(
          [this](const auto &...kept) { return function(loop_, request_, kept.get()...); },
          arguments_);
    }

    void fail(int error) override {
      word(*request_, Word::mark) = nullptr;
      const auto callback = std::bit_cast<Callback>(word(*request_, Word::callback));
      if (callback != nullptr) Type::fail(*request_, callback, error);
    }

    bool is_runnable() const override { return Type::is_runnable; }

    void run() override {
      if constexpr (std::is_same_v<Request, uv_work_t>) {
        std::get<Kept<uv_work_cb>>(arguments_).get()(request_);
      } else if constexpr (Type::is_runnable) {
        // Without a callback libuv does it at once, in this thread.
        const int error = std::apply(
            [this](const auto &...kept) {
              return function(nullptr, request_, without_callback(kept.get())...);
            },
            arguments_);
        Type::adopt(*request_, loop_, std::bit_cast<Callback>(word(*request_, Word::callback)),
                    error);
      }
    }

    void deliver() override {
      word(*request_, Word::mark) = nullptr;
      const auto callback = std::bit_cast<Callback>(word(*request_, Word::callback));
      if constexpr (Type::is_runnable)
        if (callback != nullptr) Type::deliver(*request_, callback);
    }

  private:
    template <class Argument> static Argument without_callback(Argument argument) {
      if constexpr (std::is_same_v<Argument, Callback>)
        return nullptr;
      else
        return argument;
    }

    uv_loop_t *const loop_;
    Request *const request_;
    const std::tuple<Kept<Arguments>...> arguments_;
  };

  template <class Argument> static Argument replaced(Argument argument) {
    if constexpr (std::is_same_v<Argument, Callback>)
      return Ended<Callback>::call;
    else
      return argument;
  }

  static int submit(Quota &quota, uv_loop_t *loop, Request *request, Arguments... arguments) {
    const int error = function(loop, request, arguments...);
    if (error != 0) quota.give_back(loop, &request->work_req);
    return error;
  }

  static int wait(Quota &quota, uv_loop_t *loop, Request *request, PoolUse use,
                  Arguments... arguments) {
    std::unique_ptr<Waiting> waiting =
        std::make_unique<Call>(quota, loop, request, use, std::tuple(arguments...));
    word(*request, Word::waiting) = waiting.get();
    // As libuv begins.
    request->type = Type::type;
    request->loop = loop;
    Type::init(*request);
    word(*request, Word::mark) = std::bit_cast<void *>(mark_of(request));
    if (!quota.take_or_wait(waiting)) return 0;
    word(*request, Word::mark) = nullptr;
    return submit(quota, loop, request, arguments...);
  }
};

// Stands in for uv_cancel().
int cancel_limited(uv_req_t *request);

} // namespace nodejs

#endif
