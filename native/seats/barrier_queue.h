// What reaches a module after every value list that was handed over before it:
// flushes and notifications. They wait in the order of their arrival; the oldest
// go when there are too many.
//
// push() may be called by any thread, take() by the worker.
#ifndef COLLECTD_NODEJS_SEATS_BARRIER_QUEUE_H
#define COLLECTD_NODEJS_SEATS_BARRIER_QUEUE_H

#include "core/lockable.h"
#include "seats/seat.h"

#include <deque>
#include <optional>

namespace nodejs {

template <typename Entry> class BarrierQueue {
public:
  explicit BarrierQueue(Seat &seat) : seat_(seat) {}

  void push(size_t module, Entry entry) {
    WritePosition position = seat_.inbox.mark(seat_.write_queues_of(module));
    {
      auto queue = queue_.lock();
      if (queue->waiting.size() >= kMost) {
        queue->waiting.pop_front();
        queue->dropped++;
        queue->dropped_in_all++;
        seat_.held--;
      }
      queue->waiting.push_back({std::move(position), std::move(entry)});
    }
    seat_.held++;
    seat_.wake();
  }

  // The next one, when the lists before it have been written.
  std::optional<Entry> take() {
    auto queue = queue_.lock();
    if (queue->waiting.empty() || !seat_.inbox.is_reached(queue->waiting.front().position))
      return std::nullopt;
    std::optional<Entry> entry(std::move(queue->waiting.front().entry));
    queue->waiting.pop_front();
    seat_.held--;
    return entry;
  }

  // Whether take() has something to give.
  bool is_ready() {
    auto queue = queue_.lock();
    return !queue->waiting.empty() && seat_.inbox.is_reached(queue->waiting.front().position);
  }

  void clear() {
    auto queue = queue_.lock();
    seat_.held -= static_cast<int>(queue->waiting.size());
    queue->waiting.clear();
  }

  size_t size() { return queue_.lock()->waiting.size(); }
  bool is_empty() { return size() == 0; }
  uint64_t dropped() { return queue_.lock()->dropped_in_all; }
  uint64_t take_dropped() { return std::exchange(queue_.lock()->dropped, 0); }

private:
  static constexpr size_t kMost = 4096;
  struct Waiting {
    WritePosition position;
    Entry entry;
  };
  struct Queue {
    std::deque<Waiting> waiting;
    uint64_t dropped = 0; // not told yet
    uint64_t dropped_in_all = 0;
  };

  Seat &seat_;
  Lockable<Queue> queue_;
};

} // namespace nodejs

#endif
