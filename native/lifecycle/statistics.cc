#include "lifecycle/statistics.h"

#include "collectd/plugin_context.h"
#include "collectd/daemon_log.h"
#include "lifecycle/session.h"
#include "core/text/truncate.h"

#include <array>
#include <cmath>

namespace nodejs {

namespace {

// No callback has it: their identifiers begin with "nodejs.".
constexpr const char *kStatisticsRead = "nodejs/statistics";
constexpr std::string_view kIdentifierPrefix = "nodejs.";

constexpr std::array kStatisticsTypes{"invocations",  "errors", "latency",
                                      "queue_length", "derive", "memory"};

// The values of one worker or module: a plugin_instance of their own.
class Reporter {
public:
  explicit Reporter(const std::string &instance) {
    list_.values = &value_;
    list_.values_len = 1;
    list_.interval = cdtime_of(context_interval());
    copy_text(list_.plugin, sizeof(list_.plugin), "nodejs");
    copy_text(list_.plugin_instance, sizeof(list_.plugin_instance), instance);
  }
  Reporter(const Reporter &) = delete;
  Reporter &operator=(const Reporter &) = delete;

  void gauge(const char *type, const std::string &name, double value) {
    value_.gauge = value;
    dispatch(type, name);
  }
  void derive(const char *type, const std::string &name, uint64_t value) {
    value_.derive = static_cast<derive_t>(value);
    dispatch(type, name);
  }
  // As collectd's statsd plugin names them.
  void latency(const std::string &name, double mean, double longest) {
    gauge("latency", name + "-average", mean);
    gauge("latency", name + "-upper", longest);
  }

private:
  void dispatch(const char *type, const std::string &name) {
    // One that types.db does not have was told of at the start.
    if (plugin_get_ds(type) == nullptr) return;
    copy_text(list_.type, sizeof(list_.type), type);
    copy_text(list_.type_instance, sizeof(list_.type_instance), name);
    plugin_dispatch_values(&list_);
  }

  value_list_t list_{};
  value_t value_{};
};

void report_worker(Seat &seat) {
  Reporter reporter("worker-" + std::to_string(seat.index + 1));
  const WorkerMetrics::Report metrics = seat.metrics.report();
  reporter.latency("event_loop", metrics.mean_delay, metrics.longest_delay);
  reporter.gauge("memory", "heap", metrics.heap);
  reporter.derive("derive", "restarts", seat.restarts);
}

// "read", or "read-<name>" for one that was given a name.
std::string name_of_callback(const Registration &callback, const std::string &module) {
  std::string name = name_of(callback.kind);
  const std::string_view own =
      std::string_view(callback.identifier).substr(kIdentifierPrefix.size());
  return own == module ? name : name + "-" + std::string(own);
}

void report_callback(Registration &callback) {
  const std::string module = session().modules.import_of(callback.registrant.module).module_name;
  const std::string name = name_of_callback(callback, module);
  Reporter reporter(module);
  const Tally::Report calls = callback.tally.report();
  reporter.derive("invocations", name, calls.calls);
  reporter.derive("errors", name, calls.failures);
  reporter.latency(name, calls.mean, calls.longest);
  if (callback.kind == Kind::read) {
    reporter.derive("derive", name + "-skipped", callback.dropped());
  } else if (const auto waiting = callback.waiting()) {
    reporter.gauge("queue_length", name, static_cast<double>(*waiting));
    reporter.derive("derive", name + "-dropped", callback.dropped());
  }
}

int report_all(user_data_t *) {
  for (const auto &seat : session().modules.seats())
    report_worker(*seat);
  for (const auto &callback : session().registry.active())
    if (is_called_while_running(callback->kind)) report_callback(*callback);
  return 0;
}

} // namespace

void start_statistics() {
  for (const char *type : kStatisticsTypes)
    if (plugin_get_ds(type) == nullptr)
      log_message(LOG_WARNING,
                  "nodejs plugin: Statistics: types.db has no type \"%s\"; what needs it is not "
                  "reported. Add collectd's own types.db with TypesDB.",
                  type);
  plugin_register_complex_read("nodejs", kStatisticsRead, report_all, cdtime_of(context_interval()),
                               nullptr);
}

} // namespace nodejs
