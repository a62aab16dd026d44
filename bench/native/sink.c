#include "sink.h"

#include "collectd.h"

#include "filter_chain.h"
#include "plugin.h"

#include "origin.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static _Atomic uint64_t count;
static _Atomic uint64_t checksum;

static int sink_invoke(const data_set_t *ds __attribute__((unused)), value_list_t *vl,
                       notification_meta_t **meta __attribute__((unused)),
                       void **user_data __attribute__((unused))) {
  uint64_t text = strlen(vl->plugin) + strlen(vl->type) + strlen(vl->type_instance);
  if (vl->meta != NULL) {
    struct meta_size size = meta_size(vl->meta);
    text += size.keys + size.text;
  }
  atomic_fetch_add_explicit(&checksum, text + (uint64_t)vl->values[0].gauge, memory_order_relaxed);
  atomic_fetch_add(&count, 1);
  return FC_TARGET_STOP;
}

void sink_register(void) {
  fc_register_target("bench_sink", (target_proc_t){.invoke = sink_invoke});
}

/* The read callbacks of all languages dispatch 0, 1, 2, … as bench/gauge-sensor<number % 4096>. */
static uint64_t expected_checksum(uint64_t values, bool with_meta) {
  char name[32];
  uint64_t sum = 0;
  for (uint64_t i = 0; i < values; i++) {
    int length = snprintf(name, sizeof(name), "sensor%u", (unsigned)(i % 4096));
    sum += i + strlen("bench") + strlen("gauge") + (uint64_t)length;
    if (with_meta) sum += 1 + strlen(origin_of(i));
  }
  return sum;
}

bool sink_complete(uint64_t calls, uint64_t values, bool with_meta, double timeout) {
  for (double waited = 0; waited < timeout && sink_count() < calls * values; waited += 0.001)
    usleep(1000);
  return sink_count() == calls * values &&
         atomic_load(&checksum) == calls * expected_checksum(values, with_meta);
}

uint64_t sink_count(void) {
  return atomic_load(&count);
}
