#include "filters.h"

#include <stdlib.h>

#include "shim/filter.h"
#include "filter_chain.h"
#include "shim/options/options.h"
#include "require.h"
#include "shim/runtime_loader.h"

static match_proc_t match;
static target_proc_t target;
static bool is_started;

/* Instead of the daemon's: it would want a chain for them. */
int fc_register_match(const char *name, match_proc_t proc) {
  require(name[0] != '\0');
  match = proc;
  return 0;
}

int fc_register_target(const char *name, target_proc_t proc) {
  require(name[0] != '\0');
  target = proc;
  return 0;
}

static int asked(size_t filter, nodejs_filter_kind_t kind) {
  const nodejs_config_t *config = &options_get()->runtime;
  require(filter < config->filters_num && config->filters[filter].kind == kind);
  return 100 + (int)kind;
}

static int asked_match(size_t filter, const data_set_t *ds, const value_list_t *vl) {
  (void)ds;
  (void)vl;
  return asked(filter, NODEJS_FILTER_MATCH);
}

static int asked_target(size_t filter, const data_set_t *ds, value_list_t *vl) {
  (void)ds;
  (void)vl;
  return asked(filter, NODEJS_FILTER_TARGET);
}

/* The runtime's. */
const nodejs_runtime_t *runtime_started(void) {
  static const nodejs_runtime_t runtime = {.match = asked_match, .invoke = asked_target};
  return is_started ? &runtime : NULL;
}

void filters_start(void) {
  filter_register();
  require(match.create != NULL && target.create != NULL);
}

static int ask(bool is_match, void **data) {
  return is_match ? match.match(NULL, NULL, NULL, data) : target.invoke(NULL, NULL, NULL, data);
}

void filters_create(const oconfig_item_t *block, bool is_match) {
  size_t before = options_get()->runtime.filters_num;
  void *data = NULL;
  int status = is_match ? match.create(block, &data) : target.create(block, &data);
  require(options_get()->runtime.filters_num == before + (status == 0 ? 1 : 0));
  if (status != 0) return;
  require(ask(is_match, &data) == (is_match ? FC_MATCH_NO_MATCH : FC_TARGET_CONTINUE));
  is_started = true;
  require(ask(is_match, &data) ==
          100 + (int)(is_match ? NODEJS_FILTER_MATCH : NODEJS_FILTER_TARGET));
  is_started = false;
  require((is_match ? match.destroy(&data) : target.destroy(&data)) == 0 && data == NULL);
}
