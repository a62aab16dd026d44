// A flush callback. It runs when the writes before it have settled; the flushing
// thread waits for it at most a second, a read thread not at all.
#ifndef COLLECTD_NODEJS_CALLBACKS_FLUSH_CALLBACK_H
#define COLLECTD_NODEJS_CALLBACKS_FLUSH_CALLBACK_H

#include "core/call.h"
#include "seats/barrier_queue.h"
#include "seats/registration.h"

#include <optional>

namespace nodejs {

// While one lives, flushes that the calling thread asks for have been led to by so many.
class FlushDepth {
public:
  explicit FlushDepth(uint32_t depth);
  ~FlushDepth();
  FlushDepth(const FlushDepth &) = delete;
  FlushDepth &operator=(const FlushDepth &) = delete;

  static uint32_t current();
};

class FlushCallback : public Registration {
public:
  FlushCallback(uint32_t id, std::string identifier, Registrant registrant);

  int commit() override;
  Turn turn() const override { return Turn::flushes; }
  bool deliver(Script &script) override;
  std::optional<size_t> waiting() override { return waiting_.size(); }
  uint64_t dropped() override { return waiting_.dropped(); }
  bool is_done() override;
  void on_suspend() override { last_.lock()->reset(); }

private:
  struct Flush {
    std::shared_ptr<Call> call;
    double seconds; // what is older; 0: everything
    std::optional<std::string> identifier;
    uint32_t depth;
  };

  int on_flush(cdtime_t timeout, const char *identifier);

  BarrierQueue<Flush> waiting_;
  Lockable<std::shared_ptr<Call>> last_;
};

} // namespace nodejs

#endif
