// Messages to collectd's log.
#ifndef COLLECTD_NODEJS_COLLECTD_DAEMON_LOG_H
#define COLLECTD_NODEJS_COLLECTD_DAEMON_LOG_H

#include <string_view>

namespace nodejs {

// A message of the plugin's own. Any thread, no lock held.
[[gnu::format(printf, 2, 3)]] void log_message(int severity, const char *format, ...);

// Text of a module: what exceeds collectd's 1023 bytes is continued in further
// messages, cut between characters.
void log_text(int severity, std::string_view text);

// While one lives, what the calling thread logs is not given to callbacks that
// are written in JavaScript: they may be what logs.
class QuietLog {
public:
  QuietLog();
  ~QuietLog();
  QuietLog(const QuietLog &) = delete;
  QuietLog &operator=(const QuietLog &) = delete;

  static bool is_active();
};

// Whether somebody other than our own callbacks writes the log.
bool has_native_log();

} // namespace nodejs

#endif
