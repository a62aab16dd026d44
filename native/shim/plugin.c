/* The callbacks that the daemon knows: configure, init, shutdown. All of them
 * run on its main thread, the first one in the parent, before the fork; so the
 * parent reads the configuration and looks for files, and the child loads Node. */
#include <liboconfig/oconfig.h>

#include "shim/filter.h"
#include "shim/options/interactive.h"
#include "shim/find/libnode.h"
#include "shim/options/options.h"
#include "plugin.h"
#include "shim/runtime_loader.h"
#include "shim/text.h"

static libnode_t libnode;
static bool libnode_missing; /* said once; collectd is not going to start */

static int plugin_config(oconfig_item_t *block) {
  int status = options_read(block);
  const options_t *options = options_get();
  if (!options->import_seen) return status;
  if (libnode_missing) return -1;

  /* Again with each block, as another one may bring a LibNode. */
  text_t why = {0};
  if (libnode_find(options->libnode, &libnode, &why) != 0) {
    text_log(LOG_ERR, &why);
    libnode_missing = true;
    status = -1;
  }
  return status;
}

static int plugin_init(void) {
  nodejs_config_t *config = &options_get()->runtime;
  config->script_dir = libnode.script_dir;
  config->libnode = libnode.libnode;
  if (interactive_import(config) != 0) return -1;
  if (config->imports_num == 0) {
    WARNING(TEXT_PREFIX "Plugin loaded but nothing is imported.");
    filter_report_unused(config);
    return 0;
  }
  return runtime_start(config, &libnode);
}

__attribute__((visibility("default"))) void module_register(void) {
  plugin_register_complex_config("nodejs", plugin_config);
  plugin_register_init("nodejs", plugin_init);
  plugin_register_shutdown("nodejs", runtime_stop);
  filter_register();
}
