#include "origin.h"

#include "utils/common/common.h"

#include <string.h>

static char origins[ORIGINS][16];

__attribute__((constructor)) static void name_origins(void) {
  for (unsigned i = 0; i < ORIGINS; i++)
    snprintf(origins[i], sizeof(origins[i]), "sensor%u", i);
}

const char *origin_of(uint64_t number) {
  return origins[number % ORIGINS];
}

meta_data_t *origin_meta(uint64_t number) {
  meta_data_t *meta = meta_data_create();
  meta_data_add_string(meta, "origin", origin_of(number));
  return meta;
}

struct meta_size meta_size(meta_data_t *meta) {
  struct meta_size size = {0};
  char **keys = NULL;
  int count = meta == NULL ? 0 : meta_data_toc(meta, &keys);
  for (int i = 0; i < count; i++) {
    char *text = NULL;
    if (meta_data_type(meta, keys[i]) == MD_TYPE_STRING &&
        meta_data_get_string(meta, keys[i], &text) == 0)
      size.text += strlen(text);
    free(text);
    size.keys++;
  }
  if (count > 0) strarray_free(keys, (size_t)count);
  return size;
}
