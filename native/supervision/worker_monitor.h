// What the supervisor knows of one seat. Its thread only.
//
//   answering --deadline--> interrupted --grace--> stopping --grace--> lost
//       ^                        |                    |                  |
//       +------ it goes on ------+                    v                  v
//       +----- started again ---- waiting <-------- ended <--------------+
#ifndef COLLECTD_NODEJS_SUPERVISION_WORKER_MONITOR_H
#define COLLECTD_NODEJS_SUPERVISION_WORKER_MONITOR_H

#include "supervision/restart.h"
#include "seats/seat.h"

#include <atomic>
#include <map>
#include <memory>
#include <thread>

namespace nodejs {

// Workers that could not be ended; they keep their memory and their thread.
class Losses {
public:
  static constexpr size_t kMostOfModule = 3;
  static constexpr size_t kMost = 8;

  void add(const Seat &seat);
  bool are_too_many(const Seat &seat) const;
  size_t of(const Seat &seat) const;
  size_t all() const { return all_; }

private:
  std::map<size_t, size_t> of_module_;
  size_t all_ = 0;
};

class WorkerMonitor {
public:
  WorkerMonitor(Seat &seat, Losses &losses) : seat_(seat), losses_(losses) {}
  WorkerMonitor(const WorkerMonitor &) = delete;
  WorkerMonitor &operator=(const WorkerMonitor &) = delete;

  // Now and then. `was_asleep`: nobody has looked for longer than that.
  void look(Clock::time_point now, bool was_asleep, bool restarts_allowed);
  // Waits for a restart that is going on; shutdown has begun and ends it.
  void finish();

private:
  void watch(Worker &worker, Clock::time_point now);
  void lose(Worker &worker, const std::string &why);
  void go_down(const std::string &why, Clock::time_point now);
  void restart_when_due(Clock::time_point now);
  void turn_off(const std::string &why);
  void begin_restart();
  void end_restart(Clock::time_point now);
  void schedule(Clock::time_point now);
  std::vector<size_t> modules() const;

  Seat &seat_;
  Losses &losses_;

  uint64_t seen_ = 0;
  Clock::time_point since_{};
  Clock::time_point interrupted_at_{};

  bool is_down_ = false;
  bool is_off_ = false;
  bool is_scheduled_ = false;
  bool is_retrying_ = false; // it was ended only to be started again
  Clock::duration delay_ = std::chrono::seconds(1);
  Clock::time_point due_{};
  Clock::time_point up_since_ = Clock::now();
  std::vector<size_t> failed_;

  std::thread restart_;
  std::atomic<bool> restart_is_over_{false};
  Restarted restarted_;
};

} // namespace nodejs

#endif
