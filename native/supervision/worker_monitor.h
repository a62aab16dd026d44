// Watches the worker of one seat: ends what blocks its event loop, and starts another one
// when it has ended. The supervisor's thread only, but for cancel_restart().
//
//   answering --deadline--> interrupted --grace, or it has ended--> ended --> waiting
//       |  ^                     |                                    ^          |
//       |  +---- it goes on -----+            replacing --------------+          |
//       |  +------------------------- started again <-------- its time has come -+
//       |                                        ^
//       +-- a module failed to start again: -----+-- replacing     off: for good
#ifndef COLLECTD_NODEJS_SUPERVISION_WORKER_MONITOR_H
#define COLLECTD_NODEJS_SUPERVISION_WORKER_MONITOR_H

#include "core/cancellable_wait.h"
#include "core/shutdown_flag.h"
#include "supervision/lost_workers.h"
#include "supervision/restart.h"

#include <memory>

namespace nodejs {

class WorkerMonitor {
public:
  // Whom a monitor needs and whom it tells.
  struct Surroundings {
    Services &services;
    const WorkerStarter &starter;
    LostWorkers &lost;
    std::function<void()> poke;       // the supervisor has something to look at
    std::function<void()> on_vacated; // a seat may get another worker, or never will
  };

  WorkerMonitor(Seat &seat, const Surroundings &surroundings);
  WorkerMonitor(const WorkerMonitor &) = delete;
  WorkerMonitor &operator=(const WorkerMonitor &) = delete;

  // Now and then; `now` of deadline_clock().
  void look(Clock::time_point now, bool restarts_allowed);
  // It interrupts its worker again and again to find the code that blocks it: look() soon.
  bool is_searching(Clock::time_point now) const;
  // Any thread, when shutdown has begun: a restart that goes on does not wait any more.
  void cancel_restart() const { wait_.notify(); }
  // Waits for a restart that goes on.
  void finish() { restart_.reset(); }

private:
  enum class State : uint8_t {
    answering,   // or it is about to start
    interrupted, // what blocks it has been interrupted
    replacing,   // it was ended only to be started again
    ended,       // there is no worker, and no time for the next one yet
    waiting,     // for that time, due_
    off,         // until collectd is started again
  };

  bool is_down() const { return state_ == State::ended || state_ == State::waiting; }
  void look_at_worker(Clock::time_point now);
  void watch(Worker &worker, Clock::time_point now);
  void interrupt(Worker &worker, Clock::time_point now);
  void lose(Worker &worker, const std::string &why);
  void go_down(const std::string &why, Clock::time_point now);
  void restart_when_due(Clock::time_point now);
  void schedule(const std::vector<size_t> &modules, Clock::time_point now);
  void turn_off(const std::string &why);
  void begin_restart();
  void end_restart(Clock::time_point now);
  std::vector<size_t> modules() const;

  Seat &seat_;
  const Surroundings &around_;

  State state_ = State::answering;
  uint64_t seen_ = 0;
  Clock::time_point answered_at_{};
  Clock::time_point interrupted_at_{};
  int looks_left_ = 0;
  Clock::time_point up_since_;
  Clock::time_point due_{};
  Clock::duration delay_ = std::chrono::seconds(1);
  // Modules that did not start again with their worker: due_ is when they get another try.
  std::vector<size_t> failed_;

  const CancellableWait wait_{shutdown_has_begun};
  std::unique_ptr<Restart> restart_; // while one goes on
};

} // namespace nodejs

#endif
