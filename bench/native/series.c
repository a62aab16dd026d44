#include "series.h"

#include "utils/common/common.h"

#include <stdio.h>
#include <string.h>

/* Names are copied as whole 16 byte words: no length to look at. */
#define NAME 16

/* Quarters of a second are exact in collectd's time and in a double, so the
 * sums of all languages agree to the last bit. */
#define FIRST_TIME TIME_T_TO_CDTIME_T((time_t)1700000000)
#define TICK (TIME_T_TO_CDTIME_T((time_t)1) / 4)
#define INTERVAL TIME_T_TO_CDTIME_T((time_t)10)

struct metric {
  char plugin[NAME];
  char plugin_instance[NAME];
  char type[NAME];
  char type_instance[NAME];
  const data_set_t *ds;
};

static struct metric metrics[SERIES_PER_HOST];
static size_t metrics_known;
static char (*hosts)[NAME];
static size_t hosts_count;

static void add(const char *plugin, const char *instance, int number, const char *type,
                const char *type_instance) {
  struct metric *m = &metrics[metrics_known];
  if (metrics_known == SERIES_PER_HOST) return;
  metrics_known++;
  sstrncpy(m->plugin, plugin, NAME);
  if (number < 0)
    sstrncpy(m->plugin_instance, instance, NAME);
  else
    ssnprintf(m->plugin_instance, NAME, "%s%d", instance, number);
  sstrncpy(m->type, type, NAME);
  sstrncpy(m->type_instance, type_instance, NAME);
}

/* The mix of an ordinary host: mostly one value, some two, a few three. */
static void describe_host(void) {
  static const char *const cpu_states[] = {"user", "nice", "system", "idle", "interrupt", "wait"};
  static const char *const df_kinds[] = {"free", "used", "reserved"};
  static const char *const mounts[] = {"root", "boot", "home", "var", "srv", "var-lib-docker"};
  static const char *const memory[] = {"used", "free", "cached", "buffered", "slab_recl"};
  static const char *const processes[] = {"running", "sleeping", "blocked",
                                          "stopped", "zombies",  "paging"};
  static const char *const disk_types[] = {"disk_octets", "disk_ops", "disk_time", "disk_merged"};
  static const char *const if_types[] = {"if_octets", "if_packets", "if_errors"};

  for (int cpu = 0; cpu < 8; cpu++)
    for (size_t i = 0; i < STATIC_ARRAY_SIZE(cpu_states); i++)
      add("cpu", "", cpu, "cpu", cpu_states[i]);
  for (size_t m = 0; m < STATIC_ARRAY_SIZE(mounts); m++)
    for (size_t i = 0; i < STATIC_ARRAY_SIZE(df_kinds); i++)
      add("df", mounts[m], -1, "df_complex", df_kinds[i]);
  for (int eth = 0; eth < 4; eth++)
    for (size_t i = 0; i < STATIC_ARRAY_SIZE(if_types); i++)
      add("interface", "eth", eth, if_types[i], "");
  for (size_t i = 0; i < STATIC_ARRAY_SIZE(memory); i++)
    add("memory", "", -1, "memory", memory[i]);
  for (size_t i = 0; i < STATIC_ARRAY_SIZE(processes); i++)
    add("processes", "", -1, "ps_state", processes[i]);
  for (int sd = 0; sd < 2; sd++)
    for (size_t i = 0; i < STATIC_ARRAY_SIZE(disk_types); i++)
      add("disk", "nvme", sd, disk_types[i], "");
  add("load", "", -1, "load", "");
  add("users", "", -1, "users", "");
  add("uptime", "", -1, "uptime", "");
}

bool series_prepare(const struct series *series) {
  if (metrics_known == 0) describe_host();
  if (metrics_known != SERIES_PER_HOST) {
    ERROR("bench_driver: a host has %zu series, not %d", metrics_known, SERIES_PER_HOST);
    return false;
  }
  for (size_t i = 0; i < metrics_known; i++) {
    metrics[i].ds = plugin_get_ds(metrics[i].type);
    if (metrics[i].ds == NULL || metrics[i].ds->ds_num > SERIES_MAX_VALUES) {
      ERROR("bench_driver: types.db has no usable \"%s\"", metrics[i].type);
      return false;
    }
  }
  hosts_count = series->count / SERIES_PER_HOST;
  hosts = calloc(hosts_count, sizeof(*hosts));
  if (hosts == NULL) return false;
  for (size_t i = 0; i < hosts_count; i++)
    ssnprintf(hosts[i], NAME, "h%zu.bench", i);
  return true;
}

void cursor_start(struct cursor *c, const struct series *series, uint64_t pass, uint64_t pass_size,
                  uint64_t number) {
  uint64_t unique = pass * pass_size + number;
  *c = (struct cursor){
      .series = series,
      .number = number,
      .unique = unique,
      .host = (unique / SERIES_PER_HOST) % hosts_count,
      .metric = unique % SERIES_PER_HOST,
      .time = FIRST_TIME + TICK * (unique / series->count),
  };
  if (series->churn) ssnprintf(c->churn_name, NAME, "pid%012llu", (unsigned long long)unique);
}

/* Counting up in decimal, in place: printf would cost more than a writer. */
static void next_churn_name(char *name) {
  char *digit = name + NAME - 2;
  while (*digit == '9')
    *digit-- = '0';
  ++*digit;
}

const data_set_t *cursor_next(struct cursor *c, value_list_t *vl) {
  const struct metric *m = &metrics[c->metric];

  memcpy(vl->host, hosts[c->host], NAME);
  memcpy(vl->plugin, m->plugin, NAME);
  memcpy(vl->plugin_instance, m->plugin_instance, NAME);
  memcpy(vl->type, m->type, NAME);
  if (c->series->churn) {
    memcpy(vl->type_instance, c->churn_name, NAME);
    next_churn_name(c->churn_name);
  } else {
    memcpy(vl->type_instance, m->type_instance, NAME);
  }
  for (size_t i = 0; i < m->ds->ds_num; i++) {
    if (m->ds->ds[i].type == DS_TYPE_GAUGE)
      c->values[i].gauge = (gauge_t)c->number;
    else
      c->values[i].derive = (derive_t)c->number;
  }
  vl->values = c->values;
  vl->values_len = m->ds->ds_num;
  vl->time = c->time;
  vl->interval = INTERVAL;

  c->number++;
  c->unique++;
  if (++c->metric == SERIES_PER_HOST) {
    c->metric = 0;
    if (++c->host == hosts_count) {
      c->host = 0;
      c->time += TICK;
    }
  }
  return m->ds;
}

struct totals series_totals(const struct series *series, uint64_t pass, uint64_t pass_size) {
  struct totals t = {0};
  struct cursor c;
  value_list_t vl = VALUE_LIST_INIT;

  cursor_start(&c, series, pass, pass_size, 0);
  for (uint64_t i = 0; i < pass_size; i++) {
    const data_set_t *ds = cursor_next(&c, &vl);
    t.count++;
    t.text += strlen(vl.host) + strlen(vl.plugin) + strlen(vl.plugin_instance) + strlen(vl.type) +
              strlen(vl.type_instance);
    t.values += (double)i * (double)ds->ds_num;
    t.time += CDTIME_T_TO_DOUBLE(vl.time);
    t.interval += CDTIME_T_TO_DOUBLE(vl.interval);
  }
  return t;
}
