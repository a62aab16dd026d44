/* Says that its shutdown callback was called. */
#include "collectd.h"
#include "plugin.h"

static int last_shutdown(void) {
  NOTICE("last: the shutdown callback was called");
  return 0;
}

void module_register(void) {
  plugin_register_shutdown("last", last_shutdown);
}
