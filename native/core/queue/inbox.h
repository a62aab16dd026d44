// What waits for the write callbacks of one worker: the identifiers it knows and
// one ring for each callback, under one mutex. It outlives its worker: what is
// queued stays when the worker is started again.
//
// append() is called by collectd's write threads (and may wait there for room, see
// room_rule.h), everything else by the worker, except tick() and close(). A worker that was
// given up may still run: it works with a lease, which ends with it.
// The mutex is never held across a call into JavaScript or into the daemon.
#ifndef COLLECTD_NODEJS_CORE_QUEUE_INBOX_H
#define COLLECTD_NODEJS_CORE_QUEUE_INBOX_H

#include "contract/queue_progress.h"
#include "core/call.h"
#include "core/queue/intern.h"
#include "core/queue/ring.h"
#include "core/queue/room_rule.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace nodejs {

class Inbox;
class WriteQueue;

// How far write callbacks must have come: what was handed over before something
// else that a module has to see after it.
using WritePosition = std::vector<std::pair<WriteQueue *, uint64_t>>;

// One write callback's queue.
class WriteQueue {
public:
  WriteQueue(Inbox &inbox, size_t limit)
      : inbox_(inbox), ring_(std::make_shared<Ring>(limit)), rule_(limit) {}
  WriteQueue(const WriteQueue &) = delete;
  WriteQueue &operator=(const WriteQueue &) = delete;

  using Part = Ring::Part;
  // Which lists a full queue drops: those that arrive, or the oldest.
  enum class Full : uint8_t { drops_newest, drops_oldest };

  using Progress = QueueProgress;
  // What a worker that has ended leaves behind.
  struct Losses {
    size_t in_hand;
    uint64_t beyond_limit; // dropped while there was none
  };

  // False: dropped (and counted), because the callback does not keep up. A
  // worker's own thread must not wait: it may be the one that makes room.
  // `beside`: see Ring::push().
  bool append(Key key, Record &record, std::shared_ptr<Box> box, bool may_wait,
              std::span<const uint8_t> beside = {});
  // A worker takes with it, until abandon(). The progress is its own: a worker that was given up
  // may still write there.
  struct Lease {
    uint32_t number = 0;
    std::shared_ptr<Progress> progress;
  };
  // A worker takes from it from now on.
  Lease open(Full full);
  // Releases `done` records of the last part and names the next one. Nothing is released, and
  // nothing is there, where the lease has ended.
  Part take(uint32_t lease, size_t done, size_t most);
  // Of a record of the last part; null where the lease has ended.
  std::shared_ptr<const Box> box(uint32_t lease, size_t index);
  size_t size();
  // From the start on, with what was lost with a worker.
  uint64_t dropped() const { return dropped_ + lost_; }
  // Drops since the last call.
  uint64_t take_dropped();

  // The worker has ended: what its callback had in hand is lost, the rest stays.
  void abandon();
  // Since the last call.
  Losses take_losses();
  // Nobody will ask for it. How much it was.
  size_t discard();

  std::shared_ptr<Ring> ring() const { return ring_; }
  Inbox &inbox() const { return inbox_; }

private:
  friend class Inbox;
  bool make_room(std::unique_lock<std::mutex> &lock, bool may_wait);
  bool wait_for_room(std::unique_lock<std::mutex> &lock);
  void drop_oldest();
  void count_drop();
  void release(size_t count);

  Inbox &inbox_;
  std::shared_ptr<Ring> ring_; // shared with the ArrayBuffer that shows it to JavaScript
  RoomRule rule_;
  Full full_ = Full::drops_newest;
  Lease lease_;
  std::condition_variable room_;
  size_t waiting_ = 0;
  uint64_t appended_ = 0;
  uint64_t released_ = 0;
  uint64_t overtaken_ = 0; // dropped as the oldest, while older ones were in hand
  Losses losses_{};
  std::atomic<uint64_t> dropped_{0};
  uint64_t told_dropped_ = 0;
  std::atomic<uint64_t> lost_{0};
};

class Inbox {
public:
  // `wake` tells the worker that there is something to do; any thread.
  explicit Inbox(std::function<void()> wake, size_t capacity = Intern::kCapacity);
  Inbox(const Inbox &) = delete;
  Inbox &operator=(const Inbox &) = delete;

  WriteQueue &add_write_queue(size_t limit);
  bool is_empty();
  // Changes when a write callback gets something.
  uint64_t progress();
  // Everything that waits for these callbacks now.
  WritePosition mark(const std::vector<WriteQueue *> &queues);
  bool is_reached(const WritePosition &mark);
  std::string key_of(Intern::Id id);
  // Once a second, any thread: forgets what was not seen for long.
  void tick();
  // Slots that tick() freed, for the worker to forget too.
  std::vector<uint32_t> take_freed();
  // While the worker does not run nobody waits for room.
  void set_running(bool running);
  // Shutdown has begun: nobody waits for room any more.
  void close();
  // The worker went to sleep: the next append() wakes it.
  void sleep();

private:
  friend class WriteQueue;
  Intern::Horizon horizon() const;

  std::function<void()> wake_;
  std::mutex mutex_;
  Intern intern_;
  std::vector<std::unique_ptr<WriteQueue>> write_queues_;
  std::vector<uint32_t> freed_;
  uint32_t sequence_ = 0;
  bool awake_ = false;
  bool running_ = false;
  bool closed_ = false;
};

} // namespace nodejs

#endif
