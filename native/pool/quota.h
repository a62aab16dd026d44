// How many requests of one worker may be in libuv's thread pool at once; the others wait
// here, and go in their order when one of them ends. The pool is one for the process: this
// is what keeps a worker with hung requests from taking the threads of all others.
//
// Any thread: a lost worker's requests may end while another worker uses the quota.
#ifndef COLLECTD_NODEJS_POOL_QUOTA_H
#define COLLECTD_NODEJS_POOL_QUOTA_H

#include "core/lockable.h"
#include "pool/request/waiting.h"

#include <array>
#include <cstddef>
#include <list>
#include <memory>
#include <uv.h>
#include <vector>

namespace nodejs {

class Quota {
public:
  struct Size {
    size_t all;
    size_t names; // of them, requests of Kind::name
  };

  explicit Quota(Size size);
  Quota(const Quota &) = delete;
  Quota &operator=(const Quota &) = delete;

  // On the thread of the loop: a place in the pool for the request that `work` is part of.
  // False: there is none.
  bool take(uv_loop_t *loop, const uv__work *work, PoolUse use);
  // On the thread of `loop`, which then submits what has waited for the place.
  void give_back(const uv_loop_t *loop, const uv__work *work);
  // Takes a place, or keeps `waiting` until there is one (then it is empty). True: taken.
  bool take_or_wait(std::unique_ptr<Waiting> &waiting);
  // On the thread of its loop: it ends with UV_ECANCELED, in the loop's next round. False: a
  // thread of the pool has begun with it.
  bool cancel(Waiting &waiting);
  // On a thread of the pool, which has a place for this: does what waits, one after the
  // other, without a turn of an event loop in between.
  void run_waiting();
  // On the thread of its loop, which calls this in its round: submits it, delivers it, or
  // makes it fail.
  void arrive(Waiting &waiting);
  // The worker that uses it now is lost. Its waiting requests are not submitted any more;
  // those in the pool keep their places until a thread has done with them.
  void abandon();
  // Now and then: gives back what a lost worker's requests have had.
  void tick();
  // Whether a request of an addon is in the pool, waits for it, or is not delivered.
  bool has_addon_work();

private:
  struct Place {
    uv_loop_t *loop;
    const uv__work *work;
    PoolUse use;
    bool is_abandoned;
  };
  struct State {
    std::vector<Place> places;
    // Those that wait, by whether it is for one of Size::names.
    std::array<Waiting::Queue, 2> queues;
    // Those that were told to come, or whose worker is lost.
    Waiting::Queue others;
    uint64_t last_turn = 0;
    size_t runners = 0; // each has a place
  };

  bool has_room(const State &state, PoolUse use) const;
  Waiting *next_of(const State &state, bool may_be_name_only) const;
  // Those of the calling thread's own loop are left to it, in `here`.
  void call_next(State &state, const uv_loop_t *own, Waiting::Queue &here);
  void submit(Waiting::Queue &here);
  void finish(Waiting &waiting, bool was_run, bool is_cancelled);
  static void drop_place(State &state, const uv__work *work);
  static void set_aside(State &state, Waiting &waiting);

  const Size size_;
  Lockable<State> state_;
};

} // namespace nodejs

#endif
