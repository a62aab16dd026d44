// Requests within a quota, on real event loops of libuv's.
#include "check.h"
#include "pool/limited.h"
#include "pool/redirect.h"
#include "pool/threads.h"

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

using namespace nodejs;

namespace {

// Two workers and the others have 4 threads each, 2 of them for names.
constexpr size_t kWorkers = 2;

void open() {
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
  void open() {
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

void queue(Loop &loop, Work &work) {
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

TEST(size) {
  CHECK_EQUAL(quota_size(12, 2).all, size_t{4});
  CHECK_EQUAL(quota_size(12, 2).names, size_t{2});
  CHECK_EQUAL(quota_size(128, 40).all, size_t{3});
  CHECK_EQUAL(quota_size(128, 40).names, size_t{1});
  CHECK_EQUAL(quota_size(4, 8).all, size_t{1});
  CHECK_EQUAL(quota_size(4, 8).names, size_t{1});
}

TEST(threads_of_the_pool) {
  open();
  const auto size = [](const char *text) {
    setenv("UV_THREADPOOL_SIZE", text, 1);
    return pool_threads();
  };
  CHECK_EQUAL(size("many"), size_t{1});
  CHECK_EQUAL(size("-1"), size_t{1024});
  CHECK_EQUAL(size("7"), size_t{7});
  unsetenv("UV_THREADPOOL_SIZE");
  CHECK_EQUAL(pool_threads(), size_t{4});
  CHECK_EQUAL(size("12"), size_t{12});
}

TEST(threads_can_be_made) {
  CHECK_EQUAL(makeable_threads(20), size_t{20});
  CHECK_EQUAL(makeable_threads(0), size_t{0});
}

TEST(four_at_once_and_the_others_in_order) {
  Loop loop;
  Door door;
  std::vector<int> ended;
  std::deque<Work> all(10);
  for (int i = 0; i < 10; i++) {
    all[i].number = i;
    all[i].door = i < 4 ? &door : nullptr;
    all[i].ended = &ended;
    queue(loop, all[i]);
  }
  door.wait_for(4);
  CHECK(!is_waiting(all[3].request));
  CHECK(is_waiting(all[4].request));
  CHECK_EQUAL(loop.get()->active_reqs.count, 10u);
  door.open();
  loop.run();
  CHECK_EQUAL(ended.size(), size_t{10});
  for (const Work &one : all)
    CHECK_EQUAL(one.status, 0);
}

TEST(a_worker_has_its_own) {
  Loop loop;
  Door door;
  std::deque<Work> hung(6);
  for (Work &one : hung) {
    one.door = &door;
    queue(loop, one);
  }
  door.wait_for(4);
  std::thread([] {
    adopt_quota(1);
    Loop own;
    Work work;
    queue(own, work);
    CHECK(!is_waiting(work.request));
    own.run();
    CHECK_EQUAL(work.status, 0);
  }).join();
  door.open();
  loop.run();
}

// The loop of another thread gets the place that this one has given back.
TEST(loops_that_share_a_quota) {
  Loop loop;
  Door door;
  std::deque<Work> hung(4);
  for (Work &one : hung) {
    one.door = &door;
    queue(loop, one);
  }
  door.wait_for(4);
  std::atomic<bool> waits{false};
  std::thread other([&waits] {
    Loop own;
    Work work;
    queue(own, work);
    waits = is_waiting(work.request);
    own.run();
    CHECK_EQUAL(work.status, 0);
  });
  while (!waits)
    std::this_thread::yield();
  door.open();
  loop.run();
  other.join();
}

TEST(one_that_waits_is_cancelled) {
  Loop loop;
  Door door;
  std::deque<Work> hung(4);
  for (Work &one : hung) {
    one.door = &door;
    queue(loop, one);
  }
  Work waiting;
  queue(loop, waiting);
  static int opened;
  opened = 0;
  uv_fs_t file;
  const auto on_open = [](uv_fs_t *request) {
    opened = static_cast<int>(request->result);
    uv_fs_req_cleanup(request);
  };
  CHECK_EQUAL(Limited<uv_fs_open>::call(loop.get(), &file, "/etc/hosts", 0, 0, on_open), 0);
  CHECK_EQUAL(cancel_limited(reinterpret_cast<uv_req_t *>(&waiting.request)), 0);
  CHECK_EQUAL(cancel_limited(reinterpret_cast<uv_req_t *>(&file)), 0);
  CHECK_EQUAL(waiting.status, 1); // not from within the call
  loop.turn();
  CHECK_EQUAL(waiting.status, static_cast<int>(UV_ECANCELED));
  CHECK_EQUAL(opened, static_cast<int>(UV_ECANCELED));
  door.wait_for(4);
  CHECK_EQUAL(cancel_limited(reinterpret_cast<uv_req_t *>(&hung[0].request)),
              static_cast<int>(UV_EBUSY));
  door.open();
  loop.run();
}

// What the caller may free has been copied; what libuv refuses then goes to the callback.
TEST(arguments_are_kept) {
  Loop loop;
  Door door;
  std::deque<Work> hung(4);
  for (Work &one : hung) {
    one.door = &door;
    queue(loop, one);
  }
  static ssize_t written, refused;
  char name[] = "/tmp/quota-test-XXXXXX";
  const int descriptor = mkstemp(name);
  uv_fs_t write, read, unlink;
  {
    auto buffers = std::make_unique<std::vector<uv_buf_t>>();
    static char text[] = "kept";
    for (int i = 0; i < 6; i++)
      buffers->push_back(uv_buf_init(text, 4));
    auto path = std::make_unique<std::string>(name);
    Limited<uv_fs_write>::call(loop.get(), &write, descriptor, buffers->data(), 6, 0,
                               [](uv_fs_t *request) {
                                 written = request->result;
                                 uv_fs_req_cleanup(request);
                               });
    Limited<uv_fs_read>::call(loop.get(), &read, descriptor, nullptr, 0, 0,
                              [](uv_fs_t *request) { refused = request->result; });
    Limited<uv_fs_unlink>::call(loop.get(), &unlink, path->c_str(),
                                [](uv_fs_t *request) { uv_fs_req_cleanup(request); });
    CHECK(is_waiting(write) && is_waiting(read) && is_waiting(unlink));
  }
  door.open();
  loop.run();
  CHECK_EQUAL(written, ssize_t{24});
  CHECK_EQUAL(refused, static_cast<ssize_t>(UV_EINVAL));
  CHECK_EQUAL(unlink.result, ssize_t{0});
  uv_fs_t close;
  CHECK_EQUAL(Limited<uv_fs_close>::call(loop.get(), &close, descriptor, nullptr), 0);
}

struct Asked {
  uv_getaddrinfo_t *request;
  uv_getaddrinfo_cb callback;
};
std::vector<Asked> asked;

// A nameserver that does not answer.
int hung_getaddrinfo(uv_loop_t *, uv_getaddrinfo_t *request, uv_getaddrinfo_cb callback,
                     const char *name, const char *, const addrinfo *) {
  CHECK_EQUAL(std::string(name), "host");
  asked.push_back({request, callback});
  return 0;
}

TEST(names_have_half_of_it) {
  Loop loop;
  static int answers;
  answers = 0;
  std::deque<uv_getaddrinfo_t> names(5);
  for (uv_getaddrinfo_t &name : names)
    Limited<hung_getaddrinfo>::call(
        loop.get(), &name, [](uv_getaddrinfo_t *, int, addrinfo *) { answers++; },
        std::string("host").c_str(), nullptr, nullptr);
  CHECK_EQUAL(asked.size(), size_t{2});
  Work work;
  queue(loop, work);
  CHECK(!is_waiting(work.request));
  for (size_t i = 0; i < 5; i++) {
    CHECK(asked.size() > i);
    const Asked one = asked[i];
    one.callback(one.request, 0, nullptr);
    loop.turn();
  }
  loop.run();
  CHECK_EQUAL(answers, 5);
  CHECK_EQUAL(work.status, 0);
}

// Its worker is gone: what a thread has done with is nobody's any more.
TEST(a_lost_worker) {
  Loop lost;
  Door door;
  std::deque<Work> hung(6);
  std::thread([&] {
    adopt_quota(0);
    for (Work &one : hung) {
      one.door = &door;
      queue(lost, one);
    }
  }).join();
  door.wait_for(4);
  quota_of(0).abandon();
  std::thread([&] {
    adopt_quota(0);
    Loop next;
    Work work;
    queue(next, work);
    tick_quotas();
    CHECK(is_waiting(work.request));
    door.open();
    std::atomic<bool> is_over{false};
    std::thread clock([&is_over] {
      while (!is_over)
        tick_quotas();
    });
    next.run();
    is_over = true;
    clock.join();
    CHECK_EQUAL(work.status, 0);
  }).join();
  // It was not lost after all: its waiting requests are cancelled with its environment.
  CHECK(is_waiting(hung[5].request));
  for (int i = 4; i < 6; i++)
    cancel_limited(reinterpret_cast<uv_req_t *>(&hung[i].request));
  lost.run();
  CHECK_EQUAL(hung[0].status, 0);
  CHECK_EQUAL(hung[5].status, static_cast<int>(UV_ECANCELED));
}

unsigned int other_version() {
  return 7;
}

int stats = 0;
int counted_stat(uv_loop_t *loop, uv_fs_t *request, const char *path, uv_fs_cb callback) {
  stats++;
  return uv_fs_stat(loop, request, path, callback);
}

TEST(redirection) {
  const std::vector<Redirection> redirections = {{"uv_version",
                                                  reinterpret_cast<void *>(uv_version),
                                                  reinterpret_cast<void *>(other_version)}};
  CHECK(redirect(reinterpret_cast<const void *>(&other_version), redirections) > 0);
  CHECK_EQUAL(uv_version(), 7u);
  CHECK_EQUAL(redirect(reinterpret_cast<const void *>(&other_version), redirections), size_t{0});
}

// What fs.watchFile() does.
TEST(redirection_within_libuv) {
  redirect(reinterpret_cast<const void *>(&uv_fs_stat),
           {{"uv_fs_stat", reinterpret_cast<void *>(uv_fs_stat),
             reinterpret_cast<void *>(counted_stat)}});
  Loop loop;
  uv_fs_poll_t poll;
  uv_fs_poll_init(loop.get(), &poll);
  uv_fs_poll_start(
      &poll, [](uv_fs_poll_t *, int, const uv_stat_t *, const uv_stat_t *) {}, "/etc/hosts", 1000);
  CHECK_EQUAL(stats, 1);
  uv_close(reinterpret_cast<uv_handle_t *>(&poll), nullptr);
  loop.run();
}

} // namespace
