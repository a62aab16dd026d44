/* A runtime without Node: logs what the shim hands over. For tests of the shim
 * alone, beside a stub libnode (any shared object named libnode.so.N):
 *
 *   gcc -shared -fPIC -DSTUB_ABI=108 -I native/shim -o runtime.abi108.glibc.node stub_runtime.c
 *
 * STUB_SEAM_VERSION and STUB_START_STATUS make it a wrong or failing one. */
#include "shim/runtime.h"

#include <stdlib.h>

#include "liboconfig/oconfig.h"
#include "plugin.h"

#ifndef STUB_ABI
#define STUB_ABI 108
#endif
#ifndef STUB_SEAM_VERSION
#define STUB_SEAM_VERSION NODEJS_SEAM_VERSION
#endif
#ifndef STUB_START_STATUS
#define STUB_START_STATUS 0
#endif

static const char *shown(const char *s) {
  return s != NULL ? s : "(none)";
}

static void log_tree(const oconfig_item_t *item, const oconfig_item_t *parent, int depth) {
  INFO("stub: %*s%s values=%d children=%d parent=%s", depth * 2, "", item->key, item->values_num,
       item->children_num, item->parent == parent ? "ok" : "WRONG");
  for (int i = 0; i < item->children_num; i++)
    log_tree(&item->children[i], item, depth + 1);
}

static int start(const nodejs_config_t *config) {
  for (size_t i = 0; i < config->imports_num; i++) {
    const nodejs_import_t *import = &config->imports[i];
    INFO("stub: import name=%s module=%s path=%s worker=%s interval=%.3f", import->name,
         import->module_name, import->path, shown(import->worker),
         CDTIME_T_TO_DOUBLE(import->interval));
  }
  for (size_t i = 0; i < config->module_blocks_num; i++) {
    INFO("stub: block module=%s", config->module_blocks[i].module_name);
    log_tree(config->module_blocks[i].item, NULL, 1);
  }
  for (size_t i = 0; i < config->filters_num; i++) {
    INFO("stub: filter kind=%d name=%s", (int)config->filters[i].kind, config->filters[i].name);
    log_tree(config->filters[i].item, NULL, 1);
  }
  for (size_t i = 0; i < config->node_options_num; i++)
    INFO("stub: node_option %s", config->node_options[i]);
  INFO("stub: script_dir=%s libnode=%s", config->script_dir, config->libnode);
  INFO("stub: log_traces=%d on_error=%d workers=%zu write_queue_limit=%zu shutdown_timeout=%g "
       "UV_THREADPOOL_SIZE=%s",
       config->log_traces, (int)config->on_error, config->workers, config->write_queue_limit,
       config->shutdown_timeout, shown(getenv("UV_THREADPOOL_SIZE")));
  return STUB_START_STATUS;
}

static int stop(void) {
  INFO("stub: stop");
  return 0;
}

static int match(size_t filter, const struct data_set_s *ds, const struct value_list_s *vl) {
  INFO("stub: match %zu %s %s", filter, ds->type, vl->plugin);
  return 0;
}

static int invoke(size_t filter, const struct data_set_s *ds, struct value_list_s *vl) {
  INFO("stub: invoke %zu %s %s", filter, ds->type, vl->plugin);
  return 0;
}

static const nodejs_runtime_t runtime = {
    .seam_version = STUB_SEAM_VERSION,
    .node_module_version = STUB_ABI,
    .start = start,
    .stop = stop,
    .match = match,
    .invoke = invoke,
};

const nodejs_runtime_t *collectd_nodejs_runtime(void);
const nodejs_runtime_t *collectd_nodejs_runtime(void) {
  return &runtime;
}
