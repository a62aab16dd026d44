#include "module_block.h"

#include <stdlib.h>
#include <string.h>

#include "runtime.h"

/* oconfig_clone leaves the grandchildren pointing at memory it has freed. */
static void set_parents(oconfig_item_t *item) {
  for (int i = 0; i < item->children_num; i++) {
    item->children[i].parent = item;
    set_parents(&item->children[i]);
  }
}

int module_block_option(const option_t *option, void *target) {
  nodejs_config_t *config = target;
  const char *name;
  if (!option_string(option, "give the name of one module", &name)) return -1;

  nodejs_module_block_t block = {.module_name = strdup(name), .item = oconfig_clone(option->item)};
  nodejs_module_block_t *grown = NULL;
  if (block.module_name != NULL && block.item != NULL)
    grown = reallocarray(config->module_blocks, config->module_blocks_num + 1, sizeof(*grown));
  if (grown == NULL) {
    free(block.module_name);
    if (block.item != NULL) oconfig_free(block.item);
    option_error(option, "out of memory.");
    return -1;
  }
  set_parents(block.item);
  config->module_blocks = grown;
  config->module_blocks[config->module_blocks_num++] = block;
  return 0;
}
