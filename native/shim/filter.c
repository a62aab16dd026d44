#include "shim/filter.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "shim/options/block.h"
#include "filter_chain.h"
#include "shim/options/option.h"
#include "shim/options/options.h"
#include "plugin.h"
#include "shim/runtime_loader.h"
#include "shim/text.h"

static const char *block_name(nodejs_filter_kind_t kind) {
  return kind == NODEJS_FILTER_MATCH ? "<Match \"nodejs\">" : "<Target \"nodejs\">";
}

static const char *register_function(nodejs_filter_kind_t kind) {
  return kind == NODEJS_FILTER_MATCH ? "register_match" : "register_target";
}

/* What `Name` says, or NULL after logging what is wrong with it. */
static const char *find_name(nodejs_filter_kind_t kind, const oconfig_item_t *block) {
  const char *name = NULL;
  for (int i = 0; i < block->children_num; i++) {
    option_t option = {.item = &block->children[i], .block = block_name(kind)};
    if (strcasecmp(option.item->key, "Name") != 0) continue;
    if (name != NULL) {
      option_error(&option, "there is one Name already, \"%s\"; remove one of them.", SHOWN(name));
      return NULL;
    }
    if (option.item->children_num > 0) {
      option_error(&option, "this option is a line, not a block.");
      return NULL;
    }
    text_t expected = {0};
    text_add(&expected, "give one name in quotes, the one that a module gave to %s()",
             register_function(kind));
    if (!option_string(&option, expected.s, &name)) return NULL;
  }
  if (name == NULL) {
    text_t text = {0};
    text_add(&text, "%s without Name: add the name that a module gave to %s().", block_name(kind),
             register_function(kind));
    text_log(LOG_ERR, &text);
  }
  return name;
}

/* The daemon keeps a filter's index as its user_data. Nothing is allocated for
 * it, and what filters[] holds stays for the life of the process. */
static int create(nodejs_filter_kind_t kind, const oconfig_item_t *block, void **user_data) {
  const char *name = find_name(kind, block);
  if (name == NULL) return -1;

  nodejs_config_t *config = &options_get()->runtime;
  nodejs_filter_t filter = {.kind = kind, .name = strdup(name), .item = block_copy(block)};
  nodejs_filter_t *grown = NULL;
  if (filter.name != NULL && filter.item != NULL)
    grown = reallocarray(config->filters, config->filters_num + 1, sizeof(*grown));
  if (grown == NULL) {
    free(filter.name);
    if (filter.item != NULL) oconfig_free(filter.item);
    ERROR(TEXT_PREFIX "%s: out of memory.", block_name(kind));
    return -1;
  }
  config->filters = grown;
  config->filters[config->filters_num] = filter;
  /* Its number, see runtime.h. NOLINTNEXTLINE(performance-no-int-to-ptr) */
  *user_data = (void *)(uintptr_t)config->filters_num++;
  return 0;
}

static int match_create(const oconfig_item_t *block, void **user_data) {
  return create(NODEJS_FILTER_MATCH, block, user_data);
}

static int target_create(const oconfig_item_t *block, void **user_data) {
  return create(NODEJS_FILTER_TARGET, block, user_data);
}

/* Only called when a chain is refused, and with it the whole configuration. */
static int destroy(void **user_data) {
  *user_data = NULL;
  return 0;
}

static int match(const data_set_t *ds, const value_list_t *vl, notification_meta_t **meta,
                 void **user_data) {
  (void)meta;
  const nodejs_runtime_t *runtime = runtime_started();
  if (runtime == NULL) return FC_MATCH_NO_MATCH;
  return runtime->match((size_t)(uintptr_t)*user_data, ds, vl);
}

static int invoke(const data_set_t *ds, value_list_t *vl, notification_meta_t **meta,
                  void **user_data) {
  (void)meta;
  const nodejs_runtime_t *runtime = runtime_started();
  if (runtime == NULL) return FC_TARGET_CONTINUE;
  return runtime->invoke((size_t)(uintptr_t)*user_data, ds, vl);
}

void filter_register(void) {
  fc_register_match("nodejs",
                    (match_proc_t){.create = match_create, .destroy = destroy, .match = match});
  fc_register_target(
      "nodejs", (target_proc_t){.create = target_create, .destroy = destroy, .invoke = invoke});
}

void filter_report_unused(const nodejs_config_t *config) {
  for (size_t i = 0; i < config->filters_num; i++) {
    const nodejs_filter_t *filter = &config->filters[i];
    text_t text = {0};
    text_add(&text, "%s with Name \"%s\" has no effect: no module is imported.",
             block_name(filter->kind), SHOWN(filter->name));
    text_log(LOG_ERR, &text);
  }
}
