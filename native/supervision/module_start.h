// The steps of the start of modules, run in their workers: imports in Import order,
// <Module> blocks in file order, init callbacks in the order of their registration.
//
// Used by the main thread inside the init callback for all modules, and by the
// supervisor's threads for those of a worker that is started again.
#ifndef COLLECTD_NODEJS_SUPERVISION_MODULE_START_H
#define COLLECTD_NODEJS_SUPERVISION_MODULE_START_H

#include "core/cancellable_wait.h"
#include "script/services.h"

#include <functional>
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
  Outcome run_step(size_t module, const char *what, double timeout, const Seat::Step &step);
  Outcome not_run(size_t module);
  void fail(size_t module);
  bool is_wanted(size_t module) const;
  bool has_failed(size_t module) const;
  bool had_its_chance(const char *module_name) const;
  void import_modules();
  void configure_modules(bool warn);
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
