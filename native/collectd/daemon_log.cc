#include "collectd/daemon_log.h"

#include "collectd/headers.h"
#include "collectd/calls/gate.h"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <link.h>
#include <string>

namespace nodejs {

namespace {

constexpr size_t kMaxMessage = 1023; // plugin_log() has a buffer of 1024 bytes

thread_local int quiet = 0;

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

} // namespace

void log_message(int severity, const char *format, ...) {
  std::array<char, kMaxMessage + 1> text;
  va_list arguments;
  va_start(arguments, format);
  va_list again;
  va_copy(again, arguments);
  const int size = std::vsnprintf(text.data(), text.size(), format, arguments);
  va_end(arguments);
  if (size <= static_cast<int>(kMaxMessage)) {
    log_text(severity, text.data());
  } else {
    std::string whole(static_cast<size_t>(size) + 1, '\0');
    std::vsnprintf(whole.data(), whole.size(), format, again);
    whole.pop_back();
    log_text(severity, whole);
  }
  va_end(again);
}

void log_text(int severity, std::string_view text) {
  do {
    size_t size = std::min(text.size(), kMaxMessage);
    if (size < text.size()) {
      while (size > 1 && is_continuation(text[size]))
        size--;
    }
    const Gate::Pass pass(gate());
    plugin_log(severity, "%.*s", static_cast<int>(size), text.data());
    text.remove_prefix(size);
  } while (!text.empty());
}

QuietLog::QuietLog() {
  quiet++;
}
QuietLog::~QuietLog() {
  quiet--;
}
bool QuietLog::is_active() {
  return quiet > 0;
}

bool has_native_log() {
  // The daemon does not tell; its log plugins can be seen as loaded libraries.
  static const bool found = [] {
    bool any = false;
    dl_iterate_phdr(
        [](dl_phdr_info *info, size_t, void *data) {
          const std::string_view name(info->dlpi_name);
          for (const char *plugin : {"/logfile.so", "/syslog.so", "/log_logstash.so"})
            if (name.ends_with(plugin)) *static_cast<bool *>(data) = true;
          return 0;
        },
        &any);
    return any;
  }();
  return found;
}

} // namespace nodejs
