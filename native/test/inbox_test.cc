#include "core/queue/inbox.h"

#include "check.h"

#include <set>
#include <string>
#include <thread>

using nodejs::Box;
using nodejs::Clock;
using nodejs::Inbox;
using nodejs::Intern;
using nodejs::Record;
using nodejs::RoomRule;
using nodejs::WriteQueue;
using namespace std::chrono_literals;

namespace {

constexpr size_t kAll = 1024;
constexpr uint32_t kLease = 0; // of the first worker

class NumberBox : public Box {
public:
  explicit NumberBox(uint64_t number) : number(number) {}
  const uint64_t number;
};

bool append(WriteQueue &queue, const std::string &key, uint64_t number, bool may_wait = true,
            bool boxed = false) {
  Record record{};
  record.values_num = 1;
  record.values[0].integer = number;
  return queue.append(key, record, boxed ? std::make_shared<NumberBox>(number) : nullptr, may_wait);
}

// A worker: sleeps until it is woken, as uv_async_t does.
class Wakeups {
public:
  void wake() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      count_++;
    }
    changed_.notify_one();
  }
  // False at the deadline.
  bool wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    const bool woken = changed_.wait_for(lock, 30s, [this] { return count_ > 0; });
    count_ = 0;
    return woken;
  }
  int count() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return count_;
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

} // namespace

// Four write threads, one worker, few places: nothing is lost and nothing comes
// twice, and each record still names the identifier that it was queued with,
// though the table has room for less than there are.
TEST(four_producers_and_one_consumer) {
  constexpr uint64_t kProducers = 4, kEach = 20000;
  Wakeups wakeups;
  Inbox inbox([&] { wakeups.wake(); }, 64);
  WriteQueue &queue = inbox.add_write_queue(100);
  inbox.set_running(true);
  std::vector<std::thread> producers;
  for (uint64_t p = 0; p < kProducers; p++)
    producers.emplace_back([&queue, p] {
      // On a busy machine the consumer may have no turn for longer than a list may wait.
      for (uint64_t i = 0; i < kEach; i++)
        while (
            !append(queue, std::to_string(p) + "/" + std::to_string(i % 97), i, true, i % 5 == 0))
          std::this_thread::yield();
    });
  std::vector<uint64_t> next(kProducers, 0);
  uint64_t received = 0, wrong = 0;
  size_t done = 0;
  while (received < kProducers * kEach && (done > 0 || wakeups.wait())) {
    if (done == 0) inbox.sleep();
    const WriteQueue::Part part = queue.take(kLease, done, 16);
    for (size_t i = part.first; i < part.first + part.count; i++) {
      const Record &record = queue.ring()->records()[i];
      const auto *box = static_cast<const NumberBox *>(queue.box(kLease, i).get());
      const uint64_t number = box != nullptr ? box->number : record.values[0].integer;
      const std::string key = inbox.key_of({record.slot, record.generation});
      const size_t p = static_cast<size_t>(key.empty() ? 9 : key[0] - '0');
      if (p >= kProducers || next[p] != number ||
          key != std::to_string(p) + "/" + std::to_string(number % 97))
        wrong++;
      else
        next[p]++;
      received++;
    }
    done = part.count;
  }
  for (auto &producer : producers)
    producer.join();
  CHECK_EQUAL(received, kProducers * kEach);
  CHECK_EQUAL(wrong, uint64_t{0});
  queue.take(kLease, done, 0);
  CHECK(inbox.is_empty());
}

TEST(a_full_queue_that_gets_no_room_drops_at_once_until_it_is_below_three_quarters) {
  Inbox inbox([] {});
  WriteQueue &queue = inbox.add_write_queue(8);
  inbox.set_running(true);
  for (uint64_t i = 0; i < 8; i++)
    append(queue, "a", i);
  const auto since = Clock::now();
  CHECK(!append(queue, "a", 8));
  CHECK(Clock::now() - since >= RoomRule::kPatience);
  for (uint64_t i = 0; i < 1000; i++)
    CHECK(!append(queue, "a", i));
  CHECK_EQUAL(queue.take_dropped(), uint64_t{1001});
  CHECK_EQUAL(queue.take_dropped(), uint64_t{0});
  CHECK_EQUAL(queue.size(), size_t{8});
  queue.take(kLease, 2, 0);
  CHECK(!append(queue, "a", 9));
  queue.take(kLease, 1, 0);
  CHECK(append(queue, "a", 10));
}

TEST(a_queue_that_keeps_the_newest_drops_the_oldest_that_is_not_in_hand) {
  Inbox inbox([] {});
  WriteQueue &queue = inbox.add_write_queue(4);
  inbox.set_running(true);
  const uint32_t lease = queue.open(WriteQueue::Full::drops_oldest).number;
  for (uint64_t i = 0; i < 4; i++)
    append(queue, "a", i, false, i % 2 == 0);
  const WriteQueue::Part hand = queue.take(lease, 0, 2);
  CHECK_EQUAL(hand.count, size_t{2});
  for (uint64_t i = 4; i < 9; i++)
    CHECK(append(queue, "b", i, false, i % 2 == 0));
  CHECK_EQUAL(queue.take_dropped(), uint64_t{3});
  const auto number_at = [&](size_t i) {
    const auto box = queue.box(lease, i);
    return box ? static_cast<const NumberBox &>(*box).number
               : queue.ring()->records()[i].values[0].integer;
  };
  CHECK_EQUAL(number_at(hand.first), uint64_t{0});
  CHECK_EQUAL(number_at(hand.first + 1), uint64_t{1});
  const auto mark = inbox.mark({&queue});
  const WriteQueue::Part rest = queue.take(lease, 2, kAll);
  CHECK_EQUAL(rest.count, size_t{4});
  for (size_t i = 0; i < rest.count; i++)
    CHECK_EQUAL(number_at(rest.first + i), uint64_t{5} + i);
  CHECK(!inbox.is_reached(mark));
  queue.take(lease, 4, 0);
  CHECK(inbox.is_reached(mark));
  CHECK(inbox.is_empty());
}

TEST(a_worker_that_another_one_has_replaced_takes_nothing) {
  Inbox inbox([] {});
  WriteQueue &queue = inbox.add_write_queue(4);
  inbox.set_running(true);
  const WriteQueue::Lease first = queue.open(WriteQueue::Full::drops_newest);
  for (uint64_t i = 0; i < 3; i++)
    append(queue, "a", i, false, true);
  CHECK_EQUAL(queue.take(first.number, 0, kAll).count, size_t{3});
  *first.progress = {1, 1};
  queue.abandon();
  const WriteQueue::Lease second = queue.open(WriteQueue::Full::drops_newest);
  const WriteQueue::Part part = queue.take(second.number, 0, kAll);
  CHECK_EQUAL(part.count, size_t{2});
  // It returns from its call.
  *first.progress = {3, 1};
  CHECK_EQUAL(queue.take(first.number, 3, kAll).count, size_t{0});
  CHECK(queue.box(first.number, part.first) == nullptr);
  CHECK(queue.box(second.number, part.first) != nullptr);
  CHECK_EQUAL(queue.size(), size_t{2});
  CHECK_EQUAL(inbox.progress(), uint64_t{1});
}

TEST(nobody_waits_for_a_worker_that_does_not_run_or_on_its_own_thread) {
  Inbox inbox([] {});
  WriteQueue &queue = inbox.add_write_queue(1);
  CHECK(append(queue, "a", 0));
  CHECK(!append(queue, "a", 1));
  inbox.set_running(true);
  CHECK(!append(queue, "a", 2, false));
  CHECK_EQUAL(queue.dropped(), uint64_t{2});
  // Each in the number that its line in the log tells.
  CHECK_EQUAL(queue.take_dropped(), uint64_t{1});
  CHECK_EQUAL(queue.take_losses().beyond_limit, uint64_t{1});
}

TEST(a_worker_that_ended_had_lists_in_hand_and_leaves_the_rest) {
  Inbox inbox([] {});
  WriteQueue &queue = inbox.add_write_queue(8);
  inbox.set_running(true);
  for (uint64_t i = 0; i < 4; i++)
    append(queue, "a", i);
  const WriteQueue::Lease lease = queue.open(WriteQueue::Full::drops_newest);
  CHECK_EQUAL(queue.take(lease.number, 0, kAll).count, size_t{4});
  // Of the three that were handed over the last two belong to the call that never ended.
  *lease.progress = {3, 2};
  queue.abandon();
  CHECK_EQUAL(queue.take_losses().in_hand, size_t{2});
  CHECK_EQUAL(queue.take_losses().in_hand, size_t{0});
  CHECK_EQUAL(queue.dropped(), uint64_t{2});
  const WriteQueue::Part rest = queue.take(lease.number + 1, 0, kAll);
  CHECK_EQUAL(rest.count, size_t{1});
  CHECK_EQUAL(queue.ring()->records()[rest.first].values[0].integer, uint64_t{3});
  CHECK_EQUAL(queue.discard(), size_t{1});
  CHECK_EQUAL(queue.size(), size_t{0});
}

namespace {

// `free_them` must make threads go that wait for room.
template <typename Free> void check_waiters(const Free &free_them) {
  Inbox inbox([] {});
  WriteQueue &queue = inbox.add_write_queue(1);
  inbox.set_running(true);
  append(queue, "a", 0);
  std::atomic<int> began{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; i++)
    threads.emplace_back([&] {
      began++;
      append(queue, "b", 1);
    });
  while (began < 3)
    std::this_thread::yield();
  free_them(inbox, queue);
  for (auto &thread : threads)
    thread.join();
  CHECK(queue.dropped() >= 2);
}

} // namespace

TEST(close_frees_who_waits) {
  check_waiters([](Inbox &inbox, WriteQueue &queue) {
    inbox.close();
    const auto since = Clock::now();
    CHECK(!append(queue, "c", 2));
    CHECK(Clock::now() - since < 900ms);
  });
}

TEST(the_end_of_the_worker_frees_who_waits) {
  check_waiters([](Inbox &inbox, WriteQueue &) { inbox.set_running(false); });
}

TEST(only_the_first_append_after_sleep_wakes) {
  Wakeups wakeups;
  Inbox inbox([&] { wakeups.wake(); });
  WriteQueue &queue = inbox.add_write_queue(10);
  append(queue, "a", 0);
  append(queue, "a", 1);
  CHECK_EQUAL(wakeups.count(), 1);
  inbox.sleep();
  append(queue, "a", 2);
  append(queue, "a", 3);
  CHECK_EQUAL(wakeups.count(), 2);
}

TEST(two_writers_share_identifiers_and_pin_each_others) {
  Inbox inbox([] {}, 1);
  WriteQueue &slow = inbox.add_write_queue(10), &fast = inbox.add_write_queue(10);
  append(slow, "a", 0);
  append(fast, "a", 0);
  const auto id_at = [](WriteQueue &queue, size_t i) {
    const Record &record = queue.ring()->records()[i];
    return Intern::Id{record.slot, record.generation};
  };
  const Intern::Id a = id_at(slow, 0);
  CHECK_EQUAL(id_at(fast, 0).slot, a.slot);
  fast.take(kLease, 1, 0);
  append(fast, "b", 1);
  CHECK(inbox.key_of(a) == "a");
  CHECK(inbox.key_of(id_at(fast, 0)) == "b");
  slow.take(kLease, 1, 0);
  append(fast, "c", 2);
  CHECK(inbox.key_of(a).empty());
  CHECK(inbox.key_of(id_at(fast, 0)) == "b");
  CHECK(inbox.key_of(id_at(fast, 1)) == "c");
}
