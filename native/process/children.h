// The children of this process that libuv's loops wait for, and all others.
//
// With SIGCHLD ignored, as collectd has it, the kernel collects children by itself,
// and other plugins rely on it. As long as libuv has the signal (child_signal.h),
// tick() does so: a zombie that no loop knows and nobody has waited for since the
// tick before last is collected. A child of a loop may wait for as long as it
// takes: the loop may be busy.
//
// When somebody else collects the status of a loop's child, libuv never tells;
// tick() finds out and calls on_lost.
#ifndef COLLECTD_NODEJS_PROCESS_CHILDREN_H
#define COLLECTD_NODEJS_PROCESS_CHILDREN_H

#include "core/lockable.h"

#include <functional>
#include <map>
#include <sys/types.h>
#include <vector>

namespace nodejs {

// Any thread may call any function; on_lost is called without a lock.
class Children {
public:
  // Whoever has the loop: a Worker, or the environment of a module's own thread.
  using Owner = const void *;
  using OnLost = std::function<void(pid_t)>;

  void add(pid_t pid, Owner owner, OnLost on_lost);
  void remove(pid_t pid, Owner owner);
  // The owner's loop has ended: its children are nobody's now.
  void drop(Owner owner);

  // About once a second.
  void tick();

private:
  struct Child {
    Owner owner;
    OnLost on_lost;
    int ticks_missing = 0;
  };
  struct State {
    std::map<pid_t, Child> children;
    std::map<pid_t, int> zombies; // of others: how many ticks they have waited
  };

  static void collect(State &state);
  static std::vector<std::pair<pid_t, OnLost>> take_lost(State &state);

  Lockable<State> state_;
};

} // namespace nodejs

#endif
