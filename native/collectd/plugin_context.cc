#include "collectd/plugin_context.h"

#include "collectd/headers.h"

namespace nodejs {

namespace {
plugin_ctx_t saved_context;
double saved_interval = 0;
thread_local double current_interval = 0;
} // namespace

void save_plugin_context() {
  saved_context = plugin_get_ctx();
  saved_interval = seconds_of(plugin_get_interval());
  saved_context.interval = cdtime_of(saved_interval);
}

void adopt_plugin_context() {
  plugin_set_ctx(saved_context);
  current_interval = 0;
}

void set_context_interval(double seconds) {
  if (seconds == current_interval) return;
  plugin_ctx_t context = saved_context;
  if (seconds > 0) context.interval = cdtime_of(seconds);
  plugin_set_ctx(context);
  current_interval = seconds;
}

double context_interval() {
  return saved_interval;
}

} // namespace nodejs
