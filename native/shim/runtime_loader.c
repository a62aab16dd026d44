#include "shim/runtime_loader.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "plugin.h"
#include "shim/text.h"

static const nodejs_runtime_t *started;

static bool seen_before(const nodejs_config_t *config, size_t index) {
  for (size_t i = 0; i < index; i++)
    if (config->imports[i].worker != NULL &&
        strcmp(config->imports[i].worker, config->imports[index].worker) == 0)
      return true;
  return false;
}

/* libuv has one thread pool for the process. With its default of 4, a module
 * with four hung file operations would stop fs and dns of all others. */
static void set_thread_pool_size(const nodejs_config_t *config) {
  size_t pool = 0, labels = 0;
  for (size_t i = 0; i < config->imports_num; i++) {
    if (config->imports[i].worker == NULL)
      pool++;
    else if (!seen_before(config, i))
      labels++;
  }
  if (config->workers > 0)
    pool = config->workers;
  else if (pool > 8)
    pool = 8;
  size_t size = 4 + 4 * (pool + labels);
  char value[24];
  snprintf(value, sizeof(value), "%zu", size > 128 ? (size_t)128 : size);
  setenv("UV_THREADPOOL_SIZE", value, 0);
}

static const nodejs_runtime_t *load(const libnode_t *libnode, text_t *why) {
  /* By its path first, so that the runtime's DT_NEEDED finds this one. */
  const char *path = libnode->libnode;
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (handle != NULL) {
    path = libnode->runtime;
    handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  }
  if (handle == NULL) {
    const char *error = dlerror();
    bool named = strstr(error, path) != NULL;
    text_add(why, "Cannot load %s%s%s", named ? "" : SHOWN(path), named ? "" : ": ", error);
    return NULL;
  }
  nodejs_runtime_entry_t entry;
  *(void **)&entry = dlsym(handle, NODEJS_RUNTIME_SYMBOL);
  const nodejs_runtime_t *runtime = entry != NULL ? entry() : NULL;
  if (runtime == NULL) {
    text_add(why, "%s is not a runtime of collectd-nodejs: it has no %s.", SHOWN(path),
             NODEJS_RUNTIME_SYMBOL);
  } else if (runtime->seam_version != NODEJS_SEAM_VERSION) {
    text_add(why,
             "%s belongs to another nodejs.so: its version is %u, and %u is needed. Install "
             "both from the same build.",
             SHOWN(path), runtime->seam_version, NODEJS_SEAM_VERSION);
  } else if (runtime->node_module_version != libnode->abi) {
    text_add(why, "%s is built for ABI %u, and not for %u as its name says. Build it again.",
             SHOWN(path), runtime->node_module_version, libnode->abi);
  } else {
    return runtime;
  }
  return NULL;
}

int runtime_start(const nodejs_config_t *config, const libnode_t *libnode) {
  set_thread_pool_size(config);
  text_t why = {0};
  const nodejs_runtime_t *runtime = load(libnode, &why);
  if (runtime == NULL) {
    text_log(LOG_ERR, &why);
    stop_collectd();
    return -1;
  }
  /* Also when start() fails: it fails under -T with one module left out, while
   * the workers of the others run. */
  started = runtime;
  return runtime->start(config);
}

const nodejs_runtime_t *runtime_started(void) {
  return started;
}

int runtime_stop(void) {
  if (started == NULL) return 0;
  const nodejs_runtime_t *runtime = started;
  started = NULL;
  return runtime->stop();
}
