#include "supervision/module_start.h"

#include "collectd/daemon_log.h"
#include "core/deadline_clock.h"
#include "seats/script.h"

#include <algorithm>
#include <map>
#include <set>
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

std::optional<ModuleStart::Step> ModuleStart::begin_step(size_t module, const char *what,
                                                         double timeout, const Seat::Step &step) {
  auto call = std::make_shared<Call>();
  if (!services_.modules.seat_of(module).post(call, step)) return std::nullopt;
  const auto patience = std::chrono::duration_cast<Clock::duration>(
      std::chrono::duration<double>(timeout) + kStartGrace);
  return Step{module, what, timeout, std::move(call), deadline_clock().now() + patience};
}

ModuleStart::Outcome ModuleStart::end_step(const Step &step) {
  const Call::State state = step.call->state();
  if (is_settled(state) && !step.call->was_started()) return not_run(step.module);
  const nodejs_import_t &import = services_.modules.import_of(step.module);
  if (!is_settled(state) && !wait_.is_cancelled())
    log_message(LOG_ERR, "nodejs plugin: Module \"%s\" (%s): %s has not finished within %g s.",
                import.module_name, import.path, step.what, step.timeout);
  return state == Call::State::succeeded ? Outcome::succeeded : Outcome::failed;
}

ModuleStart::Outcome ModuleStart::run_step(size_t module, const char *what, double timeout,
                                           const Seat::Step &step) {
  if (wait_.is_cancelled()) return Outcome::failed;
  const auto begun = begin_step(module, what, timeout, step);
  if (!begun) return not_run(module);
  wait_.for_call(*begun->call, begun->deadline);
  return end_step(*begun);
}

std::vector<ModuleStart::Lane> ModuleStart::lanes() const {
  std::map<const Seat *, Lane> lane_of;
  for (const size_t module : modules_)
    lane_of[&services_.modules.seat_of(module)].modules.push_back(module);
  std::vector<Lane> lanes;
  lanes.reserve(lane_of.size());
  for (auto &[seat, lane] : lane_of)
    lanes.push_back(std::move(lane));
  return lanes;
}

void ModuleStart::go_on(Lane &lane) {
  lane.step.reset();
  while (!lane.modules.empty() && !lane.step) {
    const size_t module = lane.modules.front();
    lane.modules.pop_front();
    if (wait_.is_cancelled()) {
      fail(module);
      continue;
    }
    lane.step = begin_step(module, "its import", services_.modules.import_timeout(module),
                           [module](Script &script, const std::shared_ptr<Call> &call) {
                             script.import_module(module, call);
                           });
    if (!lane.step) not_run(module);
  }
}

namespace {

template <typename Step> bool is_over(const Step &step) {
  return is_settled(step.call->state()) || deadline_clock().now() >= step.deadline;
}

} // namespace

void ModuleStart::wait_for_one(const std::vector<Lane> &lanes) const {
  Clock::time_point first = Clock::time_point::max();
  for (const Lane &lane : lanes) {
    if (!lane.step) continue;
    wait_.watch(*lane.step->call);
    first = std::min(first, lane.step->deadline);
  }
  wait_.for_condition(
      [&lanes] {
        return std::any_of(lanes.begin(), lanes.end(),
                           [](const Lane &lane) { return lane.step && is_over(*lane.step); });
      },
      first);
  for (const Lane &lane : lanes)
    if (lane.step) CancellableWait::forget(*lane.step->call);
}

void ModuleStart::import_modules() {
  std::vector<Lane> all = lanes();
  for (Lane &lane : all)
    go_on(lane);
  const auto goes_on = [](const Lane &lane) { return lane.step.has_value(); };
  while (std::any_of(all.begin(), all.end(), goes_on)) {
    wait_for_one(all);
    for (Lane &lane : all) {
      if (!lane.step || (!is_over(*lane.step) && !wait_.is_cancelled())) continue;
      if (end_step(*lane.step) == Outcome::failed) fail(lane.step->module);
      go_on(lane);
    }
  }
}

void ModuleStart::configure_modules(bool warn) {
  const nodejs_config_t &config = services_.modules.config();
  std::set<uint32_t> configured;
  for (size_t i = 0; i < config.module_blocks_num; i++) {
    const nodejs_module_block_t &block = config.module_blocks[i];
    const auto callback = services_.registry.config_callback(block.module_name);
    if (callback) {
      configured.insert(callback->id);
      configure(*callback, block.item);
    } else if (warn && had_its_chance(block.module_name)) {
      log_message(LOG_WARNING,
                  "nodejs plugin: Found a configuration for the \"%s\" plugin, but the plugin "
                  "isn't loaded or didn't register a configuration callback.",
                  block.module_name);
    }
  }
  for (const auto &callback : in_import_order(Kind::config))
    if (configured.count(callback->id) == 0) configure(*callback, nullptr);
}

void ModuleStart::configure(const Registration &callback, const oconfig_item_t *block) {
  const size_t module = callback.registrant.module;
  if (!is_wanted(module) || has_failed(module)) return;
  if (run_step(module, "its config callback", callback.registrant.timeout,
               [block, id = callback.id](Script &script, const std::shared_ptr<Call> &call) {
                 script.configure(id, block, call);
               }) == Outcome::failed)
    fail(module);
}

std::vector<std::shared_ptr<Registration>> ModuleStart::in_import_order(Kind kind) const {
  auto callbacks = services_.registry.active(kind);
  std::stable_sort(callbacks.begin(), callbacks.end(), [](const auto &a, const auto &b) {
    return a->registrant.module < b->registrant.module;
  });
  return callbacks;
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
  for (const auto &callback : in_import_order(Kind::init)) {
    const size_t module = callback->registrant.module;
    if (is_wanted(module) && !has_failed(module))
      run_step(module, "its init callback", callback->registrant.timeout,
               [id = callback->id](Script &script, const std::shared_ptr<Call> &call) {
                 script.run(id, call);
               });
  }
}

} // namespace nodejs
