#include "shim/options/block.h"

/* oconfig_clone leaves the grandchildren pointing at memory it has freed. */
static void set_parents(oconfig_item_t *item) {
  for (int i = 0; i < item->children_num; i++) {
    item->children[i].parent = item;
    set_parents(&item->children[i]);
  }
}

oconfig_item_t *block_copy(const oconfig_item_t *block) {
  oconfig_item_t *copy = oconfig_clone(block);
  if (copy != NULL) set_parents(copy);
  return copy;
}
