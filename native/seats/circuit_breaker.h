// Whether a worker answers matches and targets. One that did not do so in time is
// not waited for again until it does; nor is one that does not run.
//
// Any thread. No lock is held across a call of anything else.
#ifndef COLLECTD_NODEJS_SEATS_CIRCUIT_BREAKER_H
#define COLLECTD_NODEJS_SEATS_CIRCUIT_BREAKER_H

#include "core/call.h"
#include "core/lockable.h"

#include <memory>

namespace nodejs {

class CircuitBreaker {
public:
  enum class Finding : uint8_t {
    answers,       // it is worth a try
    answers_again, // the same, for the first thread after a silence
    silent,
    stopped, // it does not run; for the first thread that notices
  };

  Finding look(bool is_running);
  // `late` is a call that was not answered in time: until it is settled nobody has
  // to wait. True for the first of those that were late together.
  bool begin(std::shared_ptr<Call> late);
  // The worker has ended: a call that it owed an answer will have none. The next one that
  // runs is asked again.
  void forget_late();

private:
  enum class State : uint8_t { answering, late, stopped };
  struct Data {
    State state = State::answering;
    std::shared_ptr<Call> late;
  };

  Lockable<Data> data_;
};

} // namespace nodejs

#endif
