#include "startup.h"

#include "binding.h"
#include "context.h"
#include "environment.h"
#include "heartbeat.h"
#include "message.h"
#include "pool.h"
#include "session.h"
#include "settings.h"
#include "shutdown.h"
#include "stop_signal.h"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace nodejs {

namespace {

using ModuleState = Session::ModuleState;

// The worker says at the deadline that a step is overdue; who waits for the outcome
// waits a little longer, and says it itself when the worker cannot.
constexpr auto kStepGrace = std::chrono::seconds(1);

double import_timeout(size_t module) {
  const nodejs_config_t &config = *session().config;
  if (config.imports[module].timeout > 0) return config.imports[module].timeout;
  return config.timeout > 0 ? config.timeout : Settings::kDefaultTimeout;
}

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
  settings().log_traces = config.log_traces;
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
    seat->worker = std::make_unique<Worker>(*session().platform, worker_options(*seat));
    started.push_back(std::make_shared<Call>());
    seat->worker->start(started.back());
  }
  // An environment that does not come up within a minute never will.
  const auto deadline = Clock::now() + std::chrono::minutes(1);
  for (size_t i = 0; i < started.size(); i++) {
    if (wait_or_stop(*started[i], deadline) == Call::State::succeeded) {
      session().seats[i]->inbox.set_running(true);
      continue;
    }
    error = "Worker " + std::to_string(i + 1) + " does not start: " +
            (StopSignal::was_received() ? "collectd was told to stop"
                                        : session().seats[i]->worker->error());
    return false;
  }
  return true;
}

// Runs one step of a module's start in its worker and waits for it.
bool run_step(size_t module, const char *what, double timeout, const Seat::Step &step) {
  if (StopSignal::was_received()) return false;
  auto call = std::make_shared<Call>();
  Seat &seat = *session().seats[session().seat_of[module]];
  const bool posted = seat.post(call, step);
  const char *name = session().config->imports[module].module_name;
  if (!posted) {
    log_message(LOG_ERR, "nodejs plugin: Module \"%s\": its worker has ended (%s).", name,
                seat.worker->error().c_str());
    return false;
  }
  const auto deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                           std::chrono::duration<double>(timeout) + kStepGrace);
  const Call::State state = wait_or_stop(*call, deadline);
  if (!is_settled(state) && !StopSignal::was_received())
    log_message(LOG_ERR, "nodejs plugin: Module \"%s\" (%s): %s has not finished within %g s.",
                name, session().config->imports[module].path, what, timeout);
  return state == Call::State::succeeded;
}

void leave_out(size_t module) {
  session().module_states[module] = ModuleState::left_out;
  session().registry.drop_module(module);
  session().data_sets.drop_module(module);
}

void import_modules() {
  for (size_t module = 0; module < session().module_states.size(); module++) {
    const bool imported = run_step(module, "its import", import_timeout(module),
                                   [module](const std::shared_ptr<Call> &call) {
                                     Environment::current().import_module(module, call);
                                   });
    if (imported)
      session().module_states[module] = ModuleState::running;
    else
      leave_out(module);
  }
}

bool is_left_out(const char *module_name) {
  const nodejs_config_t &config = *session().config;
  for (size_t i = 0; i < config.imports_num; i++)
    if (strcasecmp(config.imports[i].module_name, module_name) == 0)
      return session().module_states[i] == ModuleState::left_out;
  return false;
}

void configure_modules() {
  const nodejs_config_t &config = *session().config;
  for (size_t i = 0; i < config.module_blocks_num; i++) {
    const nodejs_module_block_t &block = config.module_blocks[i];
    const auto callback = session().registry.config_callback(block.module_name);
    if (!callback) {
      if (!is_left_out(block.module_name))
        log_message(LOG_WARNING,
                    "nodejs plugin: Found a configuration for the \"%s\" plugin, but the plugin "
                    "isn't loaded or didn't register a configuration callback.",
                    block.module_name);
      continue;
    }
    const size_t module = callback->registrant.module;
    const bool configured =
        run_step(module, "its config callback", callback->registrant.timeout,
                 [&block, id = callback->id](const std::shared_ptr<Call> &call) {
                   Environment::current().configure(id, *block.item, call);
                 });
    if (!configured) leave_out(module);
  }
}

// A failing init callback is logged and its module stays, as in Python.
void run_init_callbacks() {
  for (const auto &callback : session().registry.active(Kind::init))
    run_step(callback->registrant.module, "its init callback", callback->registrant.timeout,
             [id = callback->id](const std::shared_ptr<Call> &call) {
               Environment::current().run(id, call);
             });
}

// A filter that cannot be created is off; its module stays. Returns how many are off.
size_t create_filters() {
  size_t off = 0;
  for (const auto &filter : session().filters) {
    const auto callback = filter->resolve();
    const std::string what = "create() of the " + filter->title();
    if (!callback ||
        !run_step(callback->registrant.module, what.c_str(), callback->registrant.timeout,
                  [&filter, id = callback->id](const std::shared_ptr<Call> &call) {
                    filter->set_created(call);
                    Environment::current().create_filter(filter->index(), id, filter->config(),
                                                         call);
                  }))
      off++;
  }
  return off;
}

// A module can end its worker after its own step has succeeded.
void leave_out_ended() {
  for (size_t module = 0; module < session().module_states.size(); module++)
    if (session().module_states[module] == ModuleState::running &&
        !session().seats[session().seat_of[module]]->is_running())
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
    session().filters.push_back(std::make_unique<Filter>(i, config->filters[i]));
  read_settings(*config);
  save_plugin_context();
  if (!daemon_is_compatible())
    return refuse("This collectd was built with another layout of data sets; build the plugin "
                  "against its headers.");

  open_missing_standard_files();
  const StopSignal stop_signal;
  std::string error;
  session().platform = Platform::start(node_options(*config), error);
  if (!session().platform) return refuse("Node.js refuses its options (see NodeOption): " + error);
  make_seats(*config);
  if (!start_workers(error)) {
    if (StopSignal::was_received()) return 0;
    return refuse(error);
  }

  import_modules();
  configure_modules();
  run_init_callbacks();
  if (StopSignal::was_received()) return 0;
  const size_t filters_off = create_filters();
  if (StopSignal::was_received()) return 0;
  leave_out_ended();

  const auto left_out = static_cast<size_t>(std::count(
      session().module_states.begin(), session().module_states.end(), ModuleState::left_out));
  const bool is_whole = left_out == 0 && filters_off == 0;
  if (!is_whole && config->on_error == NODEJS_ON_ERROR_EXIT) {
    stop_collectd();
    return -1;
  }
  session().data_sets.commit();
  session().registry.commit();
  start_heartbeat();
  log_summary(left_out);
  return !is_whole && settings().test_mode ? -1 : 0;
}

} // namespace nodejs
