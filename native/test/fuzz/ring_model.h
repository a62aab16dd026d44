// One callback of an inbox and what must be in its queue.
#ifndef COLLECTD_NODEJS_FUZZ_RING_MODEL_H
#define COLLECTD_NODEJS_FUZZ_RING_MODEL_H

#include "core/queue/inbox.h"

#include <deque>
#include <string>

class NumberBox : public nodejs::Box {
public:
  explicit NumberBox(uint64_t number) : number(number) { alive++; }
  ~NumberBox() override { alive--; }
  static inline int alive = 0;
  const uint64_t number;
};

class Model {
public:
  Model(nodejs::Inbox &inbox, size_t limit);

  // With so many bytes beside it.
  void append(unsigned name, bool boxed, size_t beside, bool may_wait, bool counts_as_drop);
  // The last part is done with as far as `done`; another one.
  void take(size_t done, size_t most);
  // JavaScript has begun with so many of the last part, the worker ends; another one comes.
  void abandon(uint32_t begun, uint32_t in_hand, bool drops_oldest);
  void discard();
  void check_counts();
  // Takes all that is left.
  void finish();

  bool names(uint32_t slot) const;
  nodejs::WriteQueue &write_queue() { return queue_; }
  bool is_empty() const { return expected_.empty(); }
  uint64_t appended() const { return appended_; }
  uint64_t released() const { return appended_ - expected_.size() - overtaken_; }

private:
  struct Expected {
    std::string key;
    uint64_t number;
    uint32_t slot;
    bool boxed;
    std::string beside; // what the cell must have
  };

  void check(size_t index, const Expected &expected);
  void release(size_t count);
  void open(bool drops_oldest);
  void count_drop(bool counts_as_drop);

  nodejs::Inbox &inbox_;
  nodejs::WriteQueue &queue_;
  const size_t limit_;
  std::deque<Expected> expected_;
  nodejs::WriteQueue::Lease lease_;
  bool drops_oldest_ = false;
  size_t hand_ = 0;  // moved out of the ring
  size_t taken_ = 0; // named by the last take()
  uint64_t overtaken_ = 0;
  uint64_t next_ = 0;
  uint64_t appended_ = 0;
  uint64_t dropped_ = 0; // with what was lost
  uint64_t not_told_ = 0;
  nodejs::WriteQueue::Losses losses_{};
};

#endif
