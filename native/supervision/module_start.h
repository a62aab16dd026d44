// The steps of the start of modules, run in their workers: imports, the modules of one worker
// in Import order and workers side by side; <Module> blocks in file order, then the config
// callbacks that no block names; init callbacks in Import order, those of one module in the
// order of their registration.
//
// Used by the main thread inside the init callback for all modules, and by the
// supervisor's threads for those of a worker that is started again.
#ifndef COLLECTD_NODEJS_SUPERVISION_MODULE_START_H
#define COLLECTD_NODEJS_SUPERVISION_MODULE_START_H

#include "core/cancellable_wait.h"
#include "script/services.h"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace nodejs {

class ModuleStart {
public:
  // `on_failed`: a module could not be imported or configured.
  ModuleStart(Services &services, const CancellableWait &wait, std::vector<size_t> modules,
              std::function<void(size_t module)> on_failed)
      : services_(services), wait_(wait), modules_(std::move(modules)),
        on_failed_(std::move(on_failed)) {}
  ModuleStart(const ModuleStart &) = delete;
  ModuleStart &operator=(const ModuleStart &) = delete;

  // `warn`: of <Module> blocks that no module has a config callback for.
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
  // A step that goes on in a worker.
  struct Step {
    size_t module;
    const char *what; // "its import", for the log
    double timeout;   // seconds
    std::shared_ptr<Call> call;
    Clock::time_point deadline;
  };
  // The modules that one worker has still to import, and the import that goes on there.
  struct Lane {
    std::deque<size_t> modules;
    std::optional<Step> step;
  };
  Outcome run_step(size_t module, const char *what, double timeout, const Seat::Step &step);
  // Nothing: it cannot run.
  std::optional<Step> begin_step(size_t module, const char *what, double timeout,
                                 const Seat::Step &step);
  // It is settled, its deadline has come, or the start is cancelled.
  Outcome end_step(const Step &step);
  std::vector<Lane> lanes() const;
  // The next import, or none.
  void go_on(Lane &lane);
  void wait_for_one(const std::vector<Lane> &lanes) const;
  Outcome not_run(size_t module);
  void fail(size_t module);
  bool is_wanted(size_t module) const;
  bool has_failed(size_t module) const;
  bool had_its_chance(const char *module_name) const;
  void import_modules();
  void configure_modules(bool warn);
  // `block`: null for a callback that no <Module> block names.
  void configure(const Registration &callback, const oconfig_item_t *block);
  std::vector<std::shared_ptr<Registration>> in_import_order(Kind kind) const;
  void run_init_callbacks();

  Services &services_;
  const CancellableWait &wait_;
  const std::vector<size_t> modules_;
  const std::function<void(size_t)> on_failed_;
  std::vector<size_t> failed_;
  std::vector<size_t> unfinished_;
};

} // namespace nodejs

#endif
