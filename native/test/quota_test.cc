// Requests within a quota, on real event loops of libuv's.
#include "event_loop.h"

#include <atomic>
#include <deque>
#include <thread>

using namespace nodejs;

namespace {

TEST(size) {
  CHECK_EQUAL(quota_size(12, 2).all, size_t{4});
  CHECK_EQUAL(quota_size(12, 2).names, size_t{2});
  CHECK_EQUAL(quota_size(128, 40).all, size_t{3});
  CHECK_EQUAL(quota_size(128, 40).names, size_t{1});
  CHECK_EQUAL(quota_size(4, 8).all, size_t{1});
  CHECK_EQUAL(quota_size(4, 8).names, size_t{1});
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

// A place comes back when a thread of the pool has done with its request.
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

} // namespace
