// One callback that a module registered. The JavaScript function itself stays in
// its worker (lib/callbacks/registry.ts); here is what the daemon needs to reach it.
//
// Ownership: the Registry holds one reference; the daemon holds another one as
// user_data, which its free_func drops, in whatever order the daemon shuts down.
// A registration that was unregistered stays as a tombstone that answers 0: the
// daemon's lists must not be changed while its threads run.
#ifndef COLLECTD_NODEJS_SEATS_REGISTRATION_H
#define COLLECTD_NODEJS_SEATS_REGISTRATION_H

#include "collectd/headers.h"
#include "contract/kind.h"
#include "seats/source_location.h"
#include "seats/tally.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace nodejs {

class Script;
class Seat;
class WriteQueue;

struct Registrant {
  Seat *seat;
  size_t module;
  SourceLocation location; // file:line:column of the register_* call
  double interval = 0;     // seconds
  double timeout = 0;      // seconds: the deadline of one call
  std::string group;       // of a read; may be empty
};

class Registration : public std::enable_shared_from_this<Registration> {
public:
  Registration(Kind kind, uint32_t id, std::string identifier, Registrant registrant)
      : kind(kind), id(id), identifier(std::move(identifier)), registrant(std::move(registrant)) {}
  virtual ~Registration() = default;
  Registration(const Registration &) = delete;
  Registration &operator=(const Registration &) = delete;

  // Tells the daemon. Main thread inside the init callback (reads: any worker,
  // with the saved context). Returns 0, or the daemon's error.
  virtual int commit() { return 0; }
  // The daemon's list may be changed (only reads may).
  virtual void withdraw() {}

  // When a worker is woken, it looks after its callbacks in this order: flushes and
  // notifications see the lists that were handed over before them.
  enum class Turn : uint8_t { never, values, flushes, notifications, messages };
  // never: it has no queue.
  virtual Turn turn() const { return Turn::never; }
  // Worker's thread: hands over what waits for it. True: more is there, for after other
  // events.
  virtual bool deliver(Script &) { return false; }
  // Of a callback that gets value lists; null for others.
  virtual WriteQueue *write_queue() { return nullptr; }
  // Whether all that was handed over is done with.
  virtual bool is_done() { return true; }
  // Once a second, any thread: says, at most once a minute, what was dropped.
  virtual void report_dropped() {}

  // Its worker has ended: what it knew of a call that went on is void.
  virtual void on_suspend() {}
  // It is registered no more, and gives up what waits. Returns how many value lists that were;
  // the caller says so, when it holds no lock.
  virtual size_t discard() { return 0; }
  // How much is queued for it; nothing for one that has no queue.
  virtual std::optional<size_t> waiting() { return std::nullopt; }
  // What did not reach it, from the start on: a full queue, a read that was skipped.
  virtual uint64_t dropped() { return 0; }

  // Takes it out of the daemon, if it is there: once, whoever comes first.
  void take_back() {
    if (is_committed_.exchange(false)) withdraw();
  }
  void set_committed() { is_committed_ = true; }

  bool is_active() const { return is_active_; }
  // Whether its callback may be called: what waits for one that is dormant is kept.
  bool may_run() const { return is_active_ && !is_dormant_; }
  bool is_dormant() const { return is_dormant_; }
  void deactivate() { is_active_ = false; }
  // A tombstone is what it was again.
  void activate() { is_active_ = true; }
  // Its worker has ended, and its module has not registered it again yet.
  void set_dormant(bool is_dormant) { is_dormant_ = is_dormant; }

  const Kind kind;
  const uint32_t id;
  const std::string identifier;
  Registrant registrant; // const, but for its place when it is renewed
  Tally tally;           // with Statistics only

protected:
  // A user_data that keeps this object alive until the daemon frees it.
  user_data_t user_data();

private:
  std::atomic<bool> is_active_{true};
  std::atomic<bool> is_dormant_{false};
  std::atomic<bool> is_committed_{false};
};

// What a trampoline finds in its user_data.
template <typename T> T &registration_in(user_data_t *user_data) {
  return static_cast<T &>(**static_cast<std::shared_ptr<Registration> *>(user_data->data));
}

} // namespace nodejs

#endif
