#include "heartbeat.h"

#include "session.h"
#include "settings.h"
#include "shutdown.h"
#include "write.h"

namespace nodejs {

namespace {

constexpr const char *kName = "nodejs";
char token; // user_data: collectd calls the free function only when there is some

int on_read(user_data_t *) {
  for (const auto &seat : session().seats) {
    seat->inbox.tick();
    for (const auto &write : seat->writes())
      write->report_dropped();
  }
  return 0;
}

void on_free(void *) {
  // With -T a read callback is freed as soon as it has run once.
  if (!settings().test_mode)
    begin_shutdown();
}

int on_flush(cdtime_t, const char *, user_data_t *) {
  if (settings().test_mode)
    begin_shutdown();
  return 0;
}

} // namespace

void start_heartbeat() {
  const user_data_t data{&token, on_free};
  plugin_register_complex_read(kName, kName, on_read, cdtime_of(1), &data);
  plugin_register_flush(kName, on_flush, nullptr);
}

} // namespace nodejs
