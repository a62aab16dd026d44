// How a worker's thread can be seen from outside: whether its event loop turns, and
// what it entered JavaScript for.
//
// Written by the worker's thread, except asked_; read by any thread.
#ifndef COLLECTD_NODEJS_CORE_PULSE_H
#define COLLECTD_NODEJS_CORE_PULSE_H

#include <atomic>
#include <cstdint>

namespace nodejs {

class Pulse {
public:
  // What JavaScript was entered for: a callback by its id, or a module's import.
  struct Subject {
    uint32_t callback = 0; // 0: none
    int32_t module = -1;   // -1: none
  };

  // Asked from outside, answered when the event loop comes round.
  void ask() { asked_.fetch_add(1); }
  void answer() { answered_.store(asked_.load()); }
  bool has_answered() const { return answered_.load() == asked_.load(); }

  void enter(Subject subject) {
    callback_.store(subject.callback, std::memory_order_relaxed);
    module_.store(subject.module, std::memory_order_relaxed);
    entries_.fetch_add(1, std::memory_order_relaxed);
    depth_.fetch_add(1, std::memory_order_relaxed);
  }
  void leave() {
    if (depth_.fetch_sub(1, std::memory_order_relaxed) == 1) {
      callback_.store(0, std::memory_order_relaxed);
      module_.store(-1, std::memory_order_relaxed);
    }
  }
  // Inside a call of ours, which can be ended alone; otherwise what runs is a timer,
  // a promise job, an event of Node's.
  bool is_inside() const { return depth_.load() > 0; }
  Subject subject() const { return {callback_.load(), module_.load()}; }
  // Changes whenever JavaScript is entered.
  uint64_t entries() const { return entries_.load(); }

private:
  std::atomic<uint64_t> asked_{0};
  std::atomic<uint64_t> answered_{0};
  std::atomic<uint64_t> entries_{0};
  std::atomic<uint32_t> depth_{0};
  std::atomic<uint32_t> callback_{0};
  std::atomic<int32_t> module_{-1};
};

} // namespace nodejs

#endif
