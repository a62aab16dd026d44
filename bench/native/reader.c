/* LoadPlugin bench_reader: the dispatching read callback of the comparison in
 * C, as collectd's own plugins write it. */

#include "collectd.h"

#include "plugin.h"
#include "utils/common/common.h"

#include "origin.h"

#define NAMES 4096

static char names[NAMES][DATA_MAX_NAME_LEN];
static uint64_t count;
static bool with_meta;

static int reader_read(void) {
  value_list_t vl = VALUE_LIST_INIT;
  value_t value;

  INFO("bench: begin");
  vl.values = &value;
  vl.values_len = 1;
  sstrncpy(vl.plugin, "bench", sizeof(vl.plugin));
  sstrncpy(vl.type, "gauge", sizeof(vl.type));
  for (uint64_t i = 0; i < count; i++) {
    value.gauge = (gauge_t)i;
    sstrncpy(vl.type_instance, names[i % NAMES], sizeof(vl.type_instance));
    if (with_meta) vl.meta = origin_meta(i);
    plugin_dispatch_values(&vl);
    meta_data_destroy(vl.meta);
    vl.meta = NULL;
  }
  INFO("bench: end");
  return 0;
}

void module_register(void) {
  const char *values = getenv("BENCH_VALUES");
  count = values == NULL ? 0 : strtoull(values, NULL, 10);
  with_meta = getenv("BENCH_META") != NULL;
  for (size_t i = 0; i < NAMES; i++)
    ssnprintf(names[i], sizeof(names[i]), "sensor%zu", i);
  plugin_register_read("bench_reader", reader_read);
}
