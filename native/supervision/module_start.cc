#include "supervision/module_start.h"

#include "collectd/daemon_log.h"
#include "seats/script.h"

#include <algorithm>
#include <strings.h>

namespace nodejs {

namespace {

// The worker says at the deadline that a step is overdue, or the watchdog ends it; who
// waits for the outcome waits a little longer, and says it when neither could.
constexpr auto kStartGrace = std::chrono::seconds(3);

bool contains(const std::vector<size_t> &modules, size_t module) {
  return std::find(modules.begin(), modules.end(), module) != modules.end();
}

} // namespace

void ModuleStart::run(bool warn) {
  import_modules();
  configure_modules(warn);
  run_init_callbacks();
}

bool ModuleStart::is_wanted(size_t module) const {
  return contains(modules_, module);
}

bool ModuleStart::has_failed(size_t module) const {
  return contains(failed_, module);
}

// Nothing has kept a module of this name from registering its config callback.
bool ModuleStart::had_its_chance(const char *module_name) const {
  const Modules &all = services_.modules;
  return std::none_of(modules_.begin(), modules_.end(), [&](size_t module) {
    return strcasecmp(all.import_of(module).module_name, module_name) == 0 &&
           (has_failed(module) || !all.seat_of(module).has_running_worker());
  });
}

void ModuleStart::fail(size_t module) {
  if (!has_failed(module)) failed_.push_back(module);
  on_failed_(module);
}

ModuleStart::Outcome ModuleStart::not_run(size_t module) {
  if (!contains(unfinished_, module)) unfinished_.push_back(module);
  return Outcome::not_run;
}

ModuleStart::Outcome ModuleStart::run_step(size_t module, const char *what, double timeout,
                                           const Seat::Step &step) {
  if (wait_.is_cancelled()) return Outcome::failed;
  auto call = std::make_shared<Call>();
  const nodejs_import_t &import = services_.modules.import_of(module);
  if (!services_.modules.seat_of(module).post(call, step)) return not_run(module);
  const auto deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                           std::chrono::duration<double>(timeout) + kStartGrace);
  const Call::State state = wait_.for_call(*call, deadline);
  if (is_settled(state) && !call->was_started()) return not_run(module);
  if (!is_settled(state) && !wait_.is_cancelled())
    log_message(LOG_ERR, "nodejs plugin: Module \"%s\" (%s): %s has not finished within %g s.",
                import.module_name, import.path, what, timeout);
  return state == Call::State::succeeded ? Outcome::succeeded : Outcome::failed;
}

void ModuleStart::import_modules() {
  for (const size_t module : modules_)
    if (run_step(module, "its import", services_.modules.import_timeout(module),
                 [module](Script &script, const std::shared_ptr<Call> &call) {
                   script.import_module(module, call);
                 }) == Outcome::failed)
      fail(module);
}

void ModuleStart::configure_modules(bool warn) {
  const nodejs_config_t &config = services_.modules.config();
  for (size_t i = 0; i < config.module_blocks_num; i++) {
    const nodejs_module_block_t &block = config.module_blocks[i];
    const auto callback = services_.registry.config_callback(block.module_name);
    if (!callback) {
      if (warn && had_its_chance(block.module_name))
        log_message(LOG_WARNING,
                    "nodejs plugin: Found a configuration for the \"%s\" plugin, but the plugin "
                    "isn't loaded or didn't register a configuration callback.",
                    block.module_name);
      continue;
    }
    const size_t module = callback->registrant.module;
    if (!is_wanted(module) || has_failed(module)) continue;
    if (run_step(module, "its config callback", callback->registrant.timeout,
                 [&block, id = callback->id](Script &script, const std::shared_ptr<Call> &call) {
                   script.configure(id, *block.item, call);
                 }) == Outcome::failed)
      fail(module);
  }
}

size_t ModuleStart::create_filters(const Seat *only) {
  size_t off = 0;
  for (const auto &filter : services_.filters) {
    if (only != nullptr && !filter->is_in(*only)) continue;
    const auto callback = filter->resolve(services_.registry);
    const std::string what = "create() of the " + filter->title();
    if (!callback || has_failed(callback->registrant.module) ||
        run_step(callback->registrant.module, what.c_str(), callback->registrant.timeout,
                 [&filter, id = callback->id](Script &script, const std::shared_ptr<Call> &call) {
                   filter->set_created(call);
                   script.create_filter(filter->index(), id, filter->config(), call);
                 }) != Outcome::succeeded)
      off++;
  }
  return off;
}

// A failing init callback is logged and its module stays, as in Python.
void ModuleStart::run_init_callbacks() {
  for (const auto &callback : services_.registry.active(Kind::init)) {
    const size_t module = callback->registrant.module;
    if (is_wanted(module) && !has_failed(module))
      run_step(module, "its init callback", callback->registrant.timeout,
               [id = callback->id](Script &script, const std::shared_ptr<Call> &call) {
                 script.run(id, call);
               });
  }
}

} // namespace nodejs
