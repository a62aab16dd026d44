// A place in the worker pool. The worker that occupies it may end; the seat, its
// modules, its registrations and what waits for them stay.
#ifndef COLLECTD_NODEJS_SEATS_SEAT_H
#define COLLECTD_NODEJS_SEATS_SEAT_H

#include "core/queue/inbox.h"
#include "core/lockable.h"
#include "node/worker.h"
#include "seats/circuit_breaker.h"
#include "seats/filter_budget.h"
#include "seats/registration.h"
#include "seats/worker_metrics.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace nodejs {

class Script;

class Seat {
public:
  explicit Seat(size_t index);
  Seat(const Seat &) = delete;
  Seat &operator=(const Seat &) = delete;

  // ready: its modules have been started, and what waits may be given to them.
  enum class Phase : uint8_t { starting, ready, down, restarting, off };

  // Any thread.
  Phase phase() const { return phase_; }
  void set_phase(Phase phase);
  // The start is over; not for a seat whose worker has ended meanwhile.
  void end_start();
  bool is_running();
  // The same while its modules are started.
  bool has_running_worker();
  // Null while there is none.
  std::shared_ptr<Worker> worker() { return *worker_.lock(); }
  void set_worker(std::shared_ptr<Worker> worker);
  // Its worker has ended and what it had registered is suspended: another one may come.
  bool is_vacant() const { return is_vacant_; }
  void vacate();
  // Starts `call` and runs `step` with it on the worker. When the worker ends before
  // that, the call fails; false when it cannot run at all.
  using Step = std::function<void(Script &, const std::shared_ptr<Call> &)>;
  bool post(std::shared_ptr<Call> call, Step step);
  void wake();

  // Callbacks with a queue, for the worker to look after when it is woken: in the order
  // of their turns, within one in that of their registration.
  void add(std::shared_ptr<Registration> registration);
  std::vector<std::shared_ptr<Registration>> queued();
  // The queues of a module's write callbacks.
  std::vector<WriteQueue *> write_queues_of(size_t module);

  const size_t index;
  // Before the worker starts.
  void add_module(size_t module);
  std::vector<size_t> modules; // complete before the worker starts
  Inbox inbox;
  // How many entries are held behind a barrier, until lists have been written.
  std::atomic<int> held{0};
  // How many threads wait for a filter: value lists make room for them.
  std::atomic<int> asking{0};
  // Whether it is of use to wait for one.
  CircuitBreaker breaker;
  // Of each module; complete as `modules` is.
  FilterBudget &filter_budget_of(size_t module) { return *filter_budgets_.at(module); }
  WorkerMetrics metrics;
  // How often its worker was started again.
  std::atomic<uint64_t> restarts{0};

private:
  Lockable<std::shared_ptr<Worker>> worker_;
  std::atomic<Phase> phase_{Phase::starting};
  std::atomic<bool> is_vacant_{false};
  Lockable<std::vector<std::shared_ptr<Registration>>> queued_;
  std::map<size_t, std::unique_ptr<FilterBudget>> filter_budgets_;
};

} // namespace nodejs

#endif
