// What the configuration and the daemon settled before the first worker started.
// Written once on the main thread, then only read.
#ifndef COLLECTD_NODEJS_COLLECTD_SETTINGS_H
#define COLLECTD_NODEJS_COLLECTD_SETTINGS_H

#include <cstddef>
#include <string>

namespace nodejs {

struct Settings {
  // Seconds for one call of a callback; for a read at least its interval.
  static constexpr double kDefaultTimeout = 10;

  double shutdown_timeout = 4; // seconds
  size_t write_queue_limit = 65536;
  bool log_traces = false;
  bool statistics = false;
  bool test_mode = false; // collectd -T
  std::string script_dir;
  std::string libnode;
};

Settings &settings();

} // namespace nodejs

#endif
