/* The configuration as a user writes it: some blocks <Plugin nodejs>, <Match> and
 * <Target>. Whatever stands in them is taken or refused, and what was taken is
 * complete and owned by us. */
#include "shim/options/options.h"

#include <string.h>
#include <strings.h>

#include "failing_calls.h"
#include "shim/filter.h"
#include "filters.h"
#include "forget.h"
#include "fuzzer.h"
#include "shim/options/interactive.h"
#include "require.h"
#include "terminal.h"
#include "words.h"

bool fuzz_terminal;

static int same_tree(const oconfig_item_t *a, const oconfig_item_t *parent) {
  if (a->parent != parent || a->key == NULL) return 0;
  for (int i = 0; i < a->children_num; i++)
    if (!same_tree(&a->children[i], a)) return 0;
  return 1;
}

static void check_imports(const nodejs_config_t *config) {
  for (size_t i = 0; i < config->imports_num; i++) {
    const nodejs_import_t *import = &config->imports[i];
    require(import->name[0] != '\0' && import->module_name[0] != '\0' && import->path[0] == '/');
    for (size_t k = 0; k < i; k++)
      require(strcasecmp(config->imports[k].module_name, import->module_name) != 0);
  }
}

static void check(const options_t *options) {
  const nodejs_config_t *config = &options->runtime;
  check_imports(config);
  for (size_t i = 0; i < config->module_blocks_num; i++) {
    require(config->module_blocks[i].module_name[0] != '\0');
    require(same_tree(config->module_blocks[i].item, NULL));
  }
  for (size_t i = 0; i < config->filters_num; i++) {
    require(config->filters[i].name[0] != '\0');
    require(same_tree(config->filters[i].item, NULL));
  }
  for (size_t i = 0; i < config->node_options_num; i++)
    require(config->node_options[i][0] == '-');
  require(config->workers <= 64);
  require(config->write_queue_limit >= 1 && config->write_queue_limit <= 16777216);
  require(config->shutdown_timeout >= 0.001 && config->shutdown_timeout <= 3600);
  require(options->libnode == NULL || options->libnode[0] == '/');
}

static void read_block(input_t *input) {
  uint8_t kind = input_byte(input) % 8;
  oconfig_item_t *block = oconfig_from_input(input, option_keys(), option_strings());
  if (kind < 6)
    options_read(block);
  else
    filters_create(block, kind == 6);
  /* The daemon frees it, too. */
  oconfig_free_input(block);
}

int fuzz_one(const uint8_t *data, size_t size) {
  static bool is_started;
  if (!is_started) {
    remember_beginning();
    filters_start();
  }
  is_started = true;

  input_t input = {.data = data, .size = size};
  uint8_t failing = input_byte(&input);
  fuzz_terminal = input_byte(&input) & 1;
  option_strings();
  fail_call(failing < 128 ? 0 : failing - 127);
  for (int blocks = 1 + input_byte(&input) % 4; blocks > 0; blocks--)
    read_block(&input);
  check(options_get());
  if (interactive_import(&options_get()->runtime) == 0) check_imports(&options_get()->runtime);
  filter_report_unused(&options_get()->runtime);
  fail_call(0);
  forget();
  return 0;
}
