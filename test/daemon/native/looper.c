/* A plugin that uses libuv by itself: its default loop is libuv's own. */
#include "collectd.h"
#include "plugin.h"

#include <dlfcn.h>

void *uv_default_loop(void);

static int looper_read(void) {
  void *libuv = dlopen("libuv.so.1", RTLD_NOLOAD | RTLD_LAZY);
  void *(*own)(void) = (void *(*)(void))dlsym(libuv, "uv_default_loop");
  NOTICE("looper: the default loop is %s", uv_default_loop() == own() ? "libuv's own" : "another");
  return 0;
}

void module_register(void) {
  plugin_register_read("looper", looper_read);
}
