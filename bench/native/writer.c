/* LoadPlugin bench_writer: the write callback of the comparison in C. It reads
 * every field and has no lock to wait for: each thread adds up for itself. */

#include "collectd.h"

#include "plugin.h"
#include "utils/common/common.h"

#include "origin.h"
#include "report.h"

#include <stdatomic.h>
#include <string.h>

struct slot {
  struct totals totals;
  struct slot *next;
};

static __thread struct slot *own;
static _Atomic(struct slot *) slots;
static _Atomic uint64_t seen;
static uint64_t expected;

static struct totals *own_totals(void) {
  if (own == NULL) {
    own = calloc(1, sizeof(*own));
    if (own == NULL) abort();
    own->next = atomic_load(&slots);
    while (!atomic_compare_exchange_weak(&slots, &own->next, own))
      ;
  }
  return &own->totals;
}

/* Called by the thread that saw the last list; the others have nothing left
 * to do until the driver starts the next pass. */
static void finish(void) {
  struct totals sum = {0};
  for (struct slot *s = atomic_load(&slots); s != NULL; s = s->next) {
    sum.count += s->totals.count;
    sum.text += s->totals.text;
    sum.meta += s->totals.meta;
    sum.values += s->totals.values;
    sum.time += s->totals.time;
    sum.interval += s->totals.interval;
    s->totals = (struct totals){0};
  }
  atomic_store(&seen, 0);
  INFO("bench: done count=%" PRIu64 " text=%" PRIu64 " meta=%" PRIu64
       " values=%.0f time=%.2f interval=%.2f",
       sum.count, sum.text, sum.meta, sum.values, sum.time, sum.interval);
}

static double to_double(value_t value, int type) {
  switch (type) {
  case DS_TYPE_COUNTER:
    return (double)value.counter;
  case DS_TYPE_DERIVE:
    return (double)value.derive;
  case DS_TYPE_ABSOLUTE:
    return (double)value.absolute;
  default:
    return value.gauge;
  }
}

static int writer_write(const data_set_t *ds, const value_list_t *vl,
                        user_data_t *ud __attribute__((unused))) {
  struct totals *t = own_totals();
  t->count++;
  t->text += strlen(vl->host) + strlen(vl->plugin) + strlen(vl->plugin_instance) +
             strlen(vl->type) + strlen(vl->type_instance);
  for (size_t i = 0; i < vl->values_len; i++)
    t->values += to_double(vl->values[i], ds->ds[i].type);
  t->time += CDTIME_T_TO_DOUBLE(vl->time);
  t->interval += CDTIME_T_TO_DOUBLE(vl->interval);
  if (vl->meta != NULL) {
    struct meta_size size = meta_size(vl->meta);
    t->meta += size.keys;
    t->text += size.text;
  }
  if (atomic_fetch_add(&seen, 1) + 1 == expected) finish();
  return 0;
}

void module_register(void) {
  const char *values = getenv("BENCH_VALUES");
  expected = values == NULL ? 0 : strtoull(values, NULL, 10);
  plugin_register_write("bench_writer", writer_write, NULL);
}
