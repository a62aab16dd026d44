// A request that waits for a place in libuv's thread pool: what it was called with.
#ifndef COLLECTD_NODEJS_POOL_REQUEST_WAITING_H
#define COLLECTD_NODEJS_POOL_REQUEST_WAITING_H

#include <cstdint>
#include <list>
#include <memory>
#include <uv.h>

namespace nodejs {

class Quota;

// The use of a place in the pool.
struct PoolUse {
  // libuv keeps half of the pool free of these: getaddrinfo() and getnameinfo().
  bool is_name = false;
  // Submitted by an addon: its own code runs when it has ended.
  bool is_addons = false;
};

class Waiting {
public:
  Waiting(Quota &quota, uv_loop_t *loop, const uv__work *work, PoolUse use);
  virtual ~Waiting() = default;
  Waiting(const Waiting &) = delete;
  Waiting &operator=(const Waiting &) = delete;

  using Queue = std::list<std::unique_ptr<Waiting>>;

  // On the loop's thread. Returns 0, or libuv's error.
  virtual int submit() = 0;
  // On the loop's thread: calls the callback with the error.
  virtual void fail(int error) = 0;
  // Whether a thread of the pool may do it without libuv, by run(); what has come of it is
  // then given to the callback by deliver(), on the loop's thread.
  virtual bool is_runnable() const = 0;
  virtual void run() = 0;
  virtual void deliver() = 0;

private:
  friend class Quota;
  // Any thread: the loop calls arrive() in its next round.
  void call();
  void arrive();

  struct Arrival : uv__work {
    Waiting *waiting;
  };

  Quota &quota_;
  uv_loop_t *const loop_;
  const uv__work *const work_; // the request's own, which libuv uses later
  const PoolUse use_;
  Arrival arrival_{};
  // The quota guards all of these.
  uint64_t turn_ = 0;
  Queue *queue_ = nullptr;
  Queue::iterator in_queue_;
  bool has_place_ = false;
  bool is_cancelled_ = false;
  bool was_called_ = false; // or a thread of the pool has begun with it
  bool was_run_ = false;
  bool is_abandoned_ = false;
};

} // namespace nodejs

#endif
