#include "lifecycle/startup.h"

#include "addons/opening.h"
#include "collectd/daemon_log.h"
#include "collectd/plugin_context.h"
#include "collectd/settings.h"
#include "core/thread.h"
#include "lifecycle/first_start.h"
#include "lifecycle/housekeeping.h"
#include "lifecycle/session.h"
#include "lifecycle/statistics.h"
#include "node/executable_memory.h"
#include "pool/start.h"
#include "script/binding.h"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>
#include <set>

namespace nodejs {

namespace {

constexpr long kDefaultThreads = 5; // of each kind
// The supervisor, and restarts.
constexpr size_t kSpareThreads = 4;

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
  settings().statistics = config.statistics;
  settings().script_dir = config.script_dir;
  settings().libnode = config.libnode;
  settings().test_mode = global_option_get_long("ReadThreads", 0) == -1;
}

void read_config(const nodejs_config_t &config) {
  read_settings(config);
  session().modules.configure(config);
  for (size_t i = 0; i < config.filters_num; i++)
    session().filters.push_back(std::make_unique<FilterBlock>(i, config.filters[i]));
  for (size_t module = 0; module < config.imports_num; module++)
    session().registry.note_timeout(session().modules.import_timeout(module));
}

// Also those of collectd's that it makes after its init callbacks.
size_t threads_besides_workers() {
  size_t threads = Platform::threads() + kSpareThreads;
  for (const char *option : {"ReadThreads", "WriteThreads"})
    threads += static_cast<size_t>(std::max(global_option_get_long(option, kDefaultThreads), 1L));
  return threads;
}

// False: `error` says why.
bool make_thread_pool(std::string &error) {
  const PoolStart pool = start_pool(session().modules.seats().size(), threads_besides_workers());
  error = pool.refusal;
  if (!pool.warning.empty()) log_message(LOG_WARNING, "nodejs plugin: %s", pool.warning.c_str());
  return error.empty();
}

void adapt_addons() {
  host_addons(
      [](const std::string &text) { log_message(LOG_WARNING, "nodejs plugin: %s", text.c_str()); });
}

void warn_of_no_compiler() {
  log_message(LOG_WARNING,
              "nodejs plugin: This system lets no program write code and then run it: the compiler "
              "of Node.js is off (--jitless), modules run slower, and WebAssembly and fetch() are "
              "absent; node:http works. MemoryDenyWriteExecute=no in collectd's systemd unit "
              "allows it.");
}

std::vector<std::string> node_options(const nodejs_config_t &config) {
  return {config.node_options, config.node_options + config.node_options_num};
}

void log_summary(size_t left_out) {
  const size_t modules = session().modules.count();
  const size_t workers = session().modules.seats().size();
  log_message(LOG_INFO,
              "nodejs plugin: version %s, Node.js %s (%s): %zu module%s in %zu worker%s%s.",
              NODEJS_PLUGIN_VERSION, node_version(), settings().libnode.c_str(), modules - left_out,
              modules - left_out == 1 ? "" : "s", workers, workers == 1 ? "" : "s",
              left_out == 0 ? "" : (", " + std::to_string(left_out) + " left out").c_str());
}

size_t count_left_out() {
  const std::vector<size_t> all = session().modules.all();
  return static_cast<size_t>(std::count_if(all.begin(), all.end(), [](size_t module) {
    return session().modules.state(module) == Modules::State::left_out;
  }));
}

// The REPL registers what somebody types.
bool is_repl(size_t module) {
  return session().modules.import_of(module).path == settings().script_dir + "/repl.js";
}

void note_idle_modules() {
  std::set<size_t> used = session().data_sets.modules();
  for (const auto &registration : session().registry.active())
    used.insert(registration->registrant.module);
  for (const size_t module : session().modules.all()) {
    if (session().modules.state(module) != Modules::State::running || is_repl(module) ||
        used.count(module) != 0)
      continue;
    const nodejs_import_t &import = session().modules.import_of(module);
    log_message(LOG_NOTICE,
                "nodejs plugin: Module \"%s\" (%s) has registered no callback, so collectd never "
                "calls it; register one, for example with register_read().",
                import.module_name, import.path);
  }
}

// From here on the daemon knows the callbacks, and workers may come and go.
void commit() {
  for (const auto &seat : session().modules.seats())
    seat->end_start();
  session().data_sets.commit();
  session().registry.commit();
  start_housekeeping();
  session().supervisor.allow_restarts();
  if (settings().statistics) start_statistics();
}

// -1 and 0 as of an init callback.
int start_modules(const nodejs_config_t &config, FirstStart &start) {
  if (!session().supervisor.start()) return refuse(std::string("It cannot start: ") + kNoThread);
  start.start_modules();
  const size_t filters_off = StopSignals::was_received() ? 0 : start.create_filters();
  if (StopSignals::was_received()) {
    start.stop_blocked_workers();
    return 0;
  }
  // With -T collectd ends before it could be started again.
  if (settings().test_mode) start.leave_out_ended();

  const size_t left_out = count_left_out();
  const bool is_whole = left_out == 0 && filters_off == 0;
  if (!is_whole && config.on_error == NODEJS_ON_ERROR_EXIT) {
    stop_collectd();
    return -1;
  }
  commit();
  log_summary(left_out);
  note_idle_modules();
  return !is_whole && settings().test_mode ? -1 : 0;
}

} // namespace

int start_session(const nodejs_config_t *config) {
  read_config(*config);
  save_plugin_context();
  if (!daemon_is_compatible())
    return refuse("This collectd was built with another layout of data sets; build the plugin "
                  "against its headers.");

  open_missing_standard_files();
  const StopSignals stop_signals(session().start_wait);
  if (StopSignals::was_received()) return 0;
  session().modules.seat_all();
  std::string error;
  if (!make_thread_pool(error)) return refuse(error);
  adapt_addons();
  session().platform = Platform::start(node_options(*config), error);
  if (!may_make_executable()) warn_of_no_compiler();
  if (!session().platform) return refuse("Node.js refuses its options (see NodeOption): " + error);
  open_binding(session().services);
  FirstStart start(session().services, session().starter, session().start_wait);
  if (start.start_workers(error)) return start_modules(*config, start);
  return StopSignals::was_received() ? 0 : refuse(error);
}

} // namespace nodejs
