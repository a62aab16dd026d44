// The steps of the start of modules, run in their workers: imports in Import order,
// <Module> blocks in file order, init callbacks in the order of their registration.
//
// Used by the main thread inside the init callback for all modules, and by the
// supervisor's threads for those of a worker that is started again.
#ifndef COLLECTD_NODEJS_SUPERVISION_MODULE_START_H
#define COLLECTD_NODEJS_SUPERVISION_MODULE_START_H

#include "core/call.h"
#include "seats/seat.h"

#include <functional>
#include <vector>

namespace nodejs {

using IsCancelled = bool (*)();

// Waits until `call` is settled, the deadline has come or it is cancelled.
Call::State wait_or(Call &call, Clock::time_point deadline, IsCancelled is_cancelled);

// Seconds that the import of a module may take.
double import_timeout(size_t module);

class ModuleStart {
public:
  // `on_failed`: a module could not be imported or configured.
  ModuleStart(std::vector<size_t> modules, IsCancelled is_cancelled,
              std::function<void(size_t module)> on_failed)
      : modules_(std::move(modules)), is_cancelled_(is_cancelled),
        on_failed_(std::move(on_failed)) {}

  // `warn`: of <Module> blocks that nobody wants.
  void run(bool warn);
  // The matches and targets that configuration blocks name: all of them, or those
  // that were in this seat. One that cannot be created is off; its module stays.
  // Returns how many are off.
  size_t create_filters(const Seat *only);
  const std::vector<size_t> &failed() const { return failed_; }
  // Those with a step that was not run, because their worker had ended before.
  const std::vector<size_t> &unfinished() const { return unfinished_; }

private:
  enum class Outcome : uint8_t { succeeded, failed, not_run };
  Outcome run_step(size_t module, const char *what, double timeout, const Seat::Step &step);
  Outcome not_run(size_t module);
  void fail(size_t module);
  bool is_wanted(size_t module) const;
  bool has_failed(size_t module) const;
  bool had_its_chance(const char *module_name) const;
  void import_modules();
  void configure_modules(bool warn);
  void run_init_callbacks();

  const std::vector<size_t> modules_;
  const IsCancelled is_cancelled_;
  const std::function<void(size_t)> on_failed_;
  std::vector<size_t> failed_;
  std::vector<size_t> unfinished_;
};

} // namespace nodejs

#endif
