#include "lifecycle/startup.h"

#include "script/binding.h"
#include "collectd/plugin_context.h"
#include "script/js_entry.h"
#include "lifecycle/housekeeping.h"
#include "collectd/daemon_log.h"
#include "supervision/module_start.h"
#include "core/placement.h"
#include "lifecycle/session.h"
#include "collectd/settings.h"
#include "lifecycle/shutdown.h"
#include "lifecycle/statistics.h"
#include "collectd/stop_signals.h"

#include <algorithm>
#include <fcntl.h>
#include <numeric>
#include <set>
#include <thread>
#include <unistd.h>

namespace nodejs {

namespace {

using ModuleState = Session::ModuleState;

// For an environment to come up, and for one that has been stopped to be put away.
constexpr auto kStartPatience = std::chrono::minutes(1);
constexpr auto kVacatePatience = std::chrono::seconds(10);
constexpr auto kLookEvery = std::chrono::milliseconds(1);

// The daemon this was built for lays out its data sets the same way.
bool daemon_is_compatible() {
  const data_set_t *gauge = plugin_get_ds("gauge");
  if (gauge == nullptr) // a types.db of its own; nothing to compare with
    return true;
  return gauge->ds_num == 1 && std::strcmp(gauge->ds[0].name, "value") == 0 &&
         gauge->ds[0].type == DS_TYPE_GAUGE;
}

// libuv aborts when it gets one of these numbers for a file of its own.
void open_missing_standard_files() {
  int fd;
  do
    fd = open("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd > STDERR_FILENO) close(fd);
}

int refuse(const std::string &reason) {
  log_message(LOG_ERR, "nodejs plugin: %s", reason.c_str());
  stop_collectd();
  return -1;
}

void read_settings(const nodejs_config_t &config) {
  settings().shutdown_timeout = config.shutdown_timeout;
  settings().write_queue_limit = config.write_queue_limit;
  for (size_t module = 0; module < config.imports_num; module++)
    session().registry.note_timeout(import_timeout(module));
  settings().log_traces = config.log_traces;
  settings().statistics = config.statistics;
  settings().script_dir = config.script_dir;
  settings().libnode = config.libnode;
  settings().test_mode = global_option_get_long("ReadThreads", 0) == -1;
}

std::vector<std::string> node_options(const nodejs_config_t &config) {
  return {config.node_options, config.node_options + config.node_options_num};
}

void make_seats(const nodejs_config_t &config) {
  std::vector<std::string> labels;
  for (size_t i = 0; i < config.imports_num; i++) {
    const char *label = config.imports[i].worker;
    labels.emplace_back(label == nullptr ? "" : label);
  }
  const Placement placement = place(labels, config.workers);
  session().seat_of = placement.worker_of;
  session().module_states.assign(config.imports_num, ModuleState::starting);
  for (size_t i = 0; i < placement.workers; i++)
    session().seats.push_back(std::make_unique<Seat>(i));
  for (size_t module = 0; module < config.imports_num; module++)
    session().seats[placement.worker_of[module]]->modules.push_back(module);
}

// Workers start side by side; an environment takes 50 to 100 ms.
bool start_workers(std::string &error) {
  std::vector<std::shared_ptr<Call>> started;
  for (const auto &seat : session().seats) {
    const auto worker = std::make_shared<Worker>(*session().platform, worker_options(*seat));
    started.push_back(std::make_shared<Call>());
    seat->set_worker(worker);
    worker->start(started.back());
  }
  const auto deadline = Clock::now() + kStartPatience;
  for (size_t i = 0; i < started.size(); i++) {
    if (wait_or(*started[i], deadline, StopSignals::was_received) == Call::State::succeeded)
      continue;
    const std::shared_ptr<Worker> worker = session().seats[i]->worker();
    error = "Worker " + std::to_string(i + 1) + " does not start: " +
            (StopSignals::was_received() ? "collectd was told to stop"
             : worker                    ? worker->error()
                                         : "it has ended");
    return false;
  }
  return true;
}

void leave_out(size_t module) {
  session().module_states[module] = ModuleState::left_out;
  session().registry.drop_module(module);
  session().data_sets.drop_module(module);
}

std::vector<size_t> all_modules() {
  std::vector<size_t> modules(session().module_states.size());
  std::iota(modules.begin(), modules.end(), size_t{0});
  return modules;
}

// Those of them that are still to be started in their seat.
std::vector<size_t> remaining(const Seat &seat) {
  std::vector<size_t> modules;
  for (const size_t module : seat.modules)
    if (session().module_states[module] == ModuleState::starting) modules.push_back(module);
  return modules;
}

bool start_another_worker(Seat &seat) {
  // The supervisor puts away what the last one has left.
  const auto deadline = Clock::now() + kVacatePatience;
  while (!seat.is_vacant()) {
    if (StopSignals::was_received() || seat.phase() == Seat::Phase::off || Clock::now() >= deadline)
      return false;
    std::this_thread::sleep_for(kLookEvery);
  }
  seat.set_phase(Seat::Phase::starting);
  const auto worker = std::make_shared<Worker>(*session().platform, worker_options(seat));
  const auto started = std::make_shared<Call>();
  seat.set_worker(worker);
  worker->start(started);
  return wait_or(*started, Clock::now() + kStartPatience, StopSignals::was_received) ==
         Call::State::succeeded;
}

// A module that ends its worker takes along those that share it. They have another one
// before the daemon stops to take registrations; a module that ends that one, too,
// without being left out for it, leaves the rest to the supervisor.
void finish_start(Seat &seat) {
  for (size_t before = SIZE_MAX; !seat.has_running_worker();) {
    const std::vector<size_t> modules = remaining(seat);
    if (modules.empty() || modules.size() >= before || !start_another_worker(seat)) return;
    before = modules.size();
    ModuleStart start(modules, StopSignals::was_received, leave_out);
    start.run(false);
    for (const size_t module : remaining(seat))
      session().registry.retire_module(module);
    if (start.unfinished().empty()) return;
  }
}

void start_modules(ModuleStart &start) {
  start.run(true);
  std::set<size_t> seats;
  for (const size_t module : start.unfinished())
    seats.insert(session().seat_of[module]);
  for (const size_t seat : seats)
    finish_start(*session().seats[seat]);
  for (const size_t module : all_modules())
    if (session().module_states[module] == ModuleState::starting)
      session().module_states[module] = ModuleState::running;
}

// A module can end its worker after its own step has succeeded.
void leave_out_ended() {
  for (size_t module = 0; module < session().module_states.size(); module++)
    if (session().module_states[module] == ModuleState::running &&
        !session().seats[session().seat_of[module]]->has_running_worker())
      leave_out(module);
}

void log_summary(size_t left_out) {
  const size_t modules = session().module_states.size();
  log_message(LOG_INFO, "nodejs plugin: Node.js %s (%s): %zu module%s in %zu worker%s%s.",
              node_version(), settings().libnode.c_str(), modules - left_out,
              modules - left_out == 1 ? "" : "s", session().seats.size(),
              session().seats.size() == 1 ? "" : "s",
              left_out == 0 ? "" : (", " + std::to_string(left_out) + " left out").c_str());
}

} // namespace

Session &session() {
  static Session *const the_session = std::make_unique<Session>().release();
  return *the_session;
}

int start_session(const nodejs_config_t *config) {
  session().config = config;
  for (size_t i = 0; i < config->filters_num; i++)
    session().filters.push_back(std::make_unique<FilterBlock>(i, config->filters[i]));
  read_settings(*config);
  save_plugin_context();
  if (!daemon_is_compatible())
    return refuse("This collectd was built with another layout of data sets; build the plugin "
                  "against its headers.");

  open_missing_standard_files();
  const StopSignals stop_signals;
  if (StopSignals::was_received()) return 0;
  std::string error;
  session().platform = Platform::start(node_options(*config), error);
  if (!session().platform) return refuse("Node.js refuses its options (see NodeOption): " + error);
  make_seats(*config);
  if (!start_workers(error)) {
    if (StopSignals::was_received()) return 0;
    return refuse(error);
  }

  session().supervisor.start();
  ModuleStart start(all_modules(), StopSignals::was_received, leave_out);
  start_modules(start);
  if (StopSignals::was_received()) return 0;
  const size_t filters_off = start.create_filters(nullptr);
  if (StopSignals::was_received()) return 0;
  // Nobody would see it started again.
  if (settings().test_mode) leave_out_ended();

  const auto left_out = static_cast<size_t>(std::count(
      session().module_states.begin(), session().module_states.end(), ModuleState::left_out));
  const bool is_whole = left_out == 0 && filters_off == 0;
  if (!is_whole && config->on_error == NODEJS_ON_ERROR_EXIT) {
    stop_collectd();
    return -1;
  }
  for (const auto &seat : session().seats)
    seat->end_start();
  session().data_sets.commit();
  session().registry.commit();
  start_housekeeping();
  session().supervisor.allow_restarts();
  if (settings().statistics) start_statistics();
  log_summary(left_out);
  return !is_whole && settings().test_mode ? -1 : 0;
}

} // namespace nodejs
