#include "shim/options/module_block.h"

#include <stdlib.h>
#include <string.h>

#include "shim/options/block.h"
#include "shim/runtime.h"

int module_block_option(const option_t *option, void *into) {
  const char *name;
  if (!option_string(option, "give the name of one module", &name)) return -1;
  return module_block_add(option, name, into);
}

int module_block_add(const option_t *option, const char *name, nodejs_config_t *config) {
  nodejs_module_block_t block = {.module_name = strdup(name), .item = block_copy(option->item)};
  nodejs_module_block_t *grown = NULL;
  if (block.module_name != NULL && block.item != NULL)
    grown = reallocarray(config->module_blocks, config->module_blocks_num + 1, sizeof(*grown));
  if (grown == NULL) {
    free(block.module_name);
    if (block.item != NULL) oconfig_free(block.item);
    option_error(option, "out of memory.");
    return -1;
  }
  config->module_blocks = grown;
  config->module_blocks[config->module_blocks_num++] = block;
  return 0;
}
