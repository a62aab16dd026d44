// Event loops of libuv's with requests within a quota, for the tests of native/pool.
#ifndef COLLECTD_NODEJS_EVENT_LOOP_H
#define COLLECTD_NODEJS_EVENT_LOOP_H

#include "check.h"
#include "pool/request/limited.h"
#include "pool/threads/threads.h"

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <vector>

namespace nodejs {

// Two workers and the others have 4 threads each, 2 of them for names.
constexpr size_t kWorkers = 2;

inline void open() {
  static const bool is_open = [] {
    setenv("UV_THREADPOOL_SIZE", "12", 1);
    open_quotas(pool_threads(), kWorkers);
    return true;
  }();
  static_cast<void>(is_open);
}

class Loop {
public:
  Loop() {
    open();
    uv_loop_init(&loop_);
  }
  ~Loop() { // whatever was asked of it has ended
    CHECK_EQUAL(uv_loop_close(&loop_), 0);
  }
  Loop(const Loop &) = delete;
  Loop &operator=(const Loop &) = delete;

  uv_loop_t *get() { return &loop_; }
  void run() { uv_run(&loop_, UV_RUN_DEFAULT); }
  void turn() { uv_run(&loop_, UV_RUN_ONCE); }

private:
  uv_loop_t loop_;
};

// Work in the pool that goes on until it is let go.
class Door {
public:
  void pass() {
    std::unique_lock lock(mutex_);
    inside_++;
    changed_.notify_all();
    changed_.wait(lock, [this] { return is_open_; });
  }
  void wait_for(int inside) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return inside_ >= inside; });
  }
  inline void open() {
    const std::lock_guard lock(mutex_);
    is_open_ = true;
    changed_.notify_all();
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int inside_ = 0;
  bool is_open_ = false;
};

struct Work {
  uv_work_t request{};
  Door *door = nullptr;
  std::vector<int> *ended = nullptr;
  int number = 0;
  int status = 1;
};

inline void queue(Loop &loop, Work &work) {
  work.request.data = &work;
  const int error = Limited<uv_queue_work>::call(
      loop.get(), &work.request,
      [](uv_work_t *request) {
        if (Door *door = static_cast<Work *>(request->data)->door) door->pass();
      },
      [](uv_work_t *request, int status) {
        auto &one = *static_cast<Work *>(request->data);
        one.status = status;
        if (one.ended != nullptr) one.ended->push_back(one.number);
      });
  CHECK_EQUAL(error, 0);
}

template <class Request> bool is_waiting(Request &request) {
  Quota *quota = nullptr;
  return waiting_of(reinterpret_cast<uv_req_t &>(request), quota) != nullptr;
}

} // namespace nodejs

#endif
