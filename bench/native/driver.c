/* LoadPlugin bench_driver: measures a write or read callback of any language
 * inside a real collectd, then ends it.
 *
 *   <Plugin bench_driver>
 *     Mode "write"          # or "pipeline", "dispatch", "carbon"
 *     Writer "python.bench" # where plugin_write() sends to (write, carbon)
 *     Port 2003             # where lines are taken (carbon)
 *     Threads 1             # that call plugin_write() (write)
 *     Values 1000000        # per pass
 *     Series 1000
 *     Churn false           # every list a new identifier
 *     Meta false           # every list has meta data (pipeline, dispatch)
 *     Warmup 1              # passes that do not count
 *     Passes 3
 *     Settle 0.2            # seconds of rest before each pass
 *     Timeout 120           # seconds for one pass
 *     Output "/tmp/result"  # one JSON object per pass
 *   </Plugin>
 */

#include "collectd.h"

#include "plugin.h"
#include "utils/common/common.h"

#include "carbon.h"
#include "passes.h"
#include "sink.h"

#include <signal.h>
#include <stdio.h>
#include <strings.h>
#include <unistd.h>

enum mode { MODE_WRITE, MODE_PIPELINE, MODE_DISPATCH, MODE_CARBON };

static struct plan plan = {.threads = 1, .timeout = 120, .series = {.count = 1000}};
static enum mode mode;
static uint64_t warmup = 1;
static uint64_t passes = 1;
static double settle = 0.2;
static char *writer;
static char *output;
static uint64_t port;
static struct lines lines;

static int configure_mode(const oconfig_item_t *item) {
  char name[16] = "";
  if (cf_util_get_string_buffer(item, name, sizeof(name)) != 0) return -1;
  if (strcasecmp(name, "write") == 0)
    mode = MODE_WRITE;
  else if (strcasecmp(name, "pipeline") == 0)
    mode = MODE_PIPELINE;
  else if (strcasecmp(name, "dispatch") == 0)
    mode = MODE_DISPATCH;
  else if (strcasecmp(name, "carbon") == 0)
    mode = MODE_CARBON;
  else
    return -1;
  return 0;
}

static int configure_count(const oconfig_item_t *item, uint64_t *count) {
  double number = 0;
  if (cf_util_get_double(item, &number) != 0 || number < 0) return -1;
  *count = (uint64_t)number;
  return 0;
}

static int configure_item(const oconfig_item_t *item) {
  uint64_t count = 0;
  int status = 0;
  if (strcasecmp(item->key, "Mode") == 0) return configure_mode(item);
  if (strcasecmp(item->key, "Writer") == 0) return cf_util_get_string(item, &writer);
  if (strcasecmp(item->key, "Output") == 0) return cf_util_get_string(item, &output);
  if (strcasecmp(item->key, "Churn") == 0) return cf_util_get_boolean(item, &plan.series.churn);
  if (strcasecmp(item->key, "Meta") == 0) return cf_util_get_boolean(item, &plan.meta);
  if (strcasecmp(item->key, "Settle") == 0) return cf_util_get_double(item, &settle);
  if (strcasecmp(item->key, "Timeout") == 0) return cf_util_get_double(item, &plan.timeout);
  if (strcasecmp(item->key, "Values") == 0) return configure_count(item, &plan.values);
  if (strcasecmp(item->key, "Port") == 0) return configure_count(item, &port);
  if (strcasecmp(item->key, "Warmup") == 0) return configure_count(item, &warmup);
  if (strcasecmp(item->key, "Passes") == 0) return configure_count(item, &passes);
  if (strcasecmp(item->key, "Threads") == 0) {
    status = configure_count(item, &count);
    plan.threads = count;
    return status;
  }
  if (strcasecmp(item->key, "Series") == 0) {
    status = configure_count(item, &count);
    plan.series.count = count;
    return status;
  }
  return -1;
}

static int driver_config(oconfig_item_t *block) {
  for (int i = 0; i < block->children_num; i++) {
    if (configure_item(&block->children[i]) != 0) {
      ERROR("bench_driver: bad option \"%s\"", block->children[i].key);
      return -1;
    }
  }
  plan.writer = writer;
  /* Now: plugins that are loaded later connect in their init callback. */
  if (mode == MODE_CARBON && !carbon_listen((uint16_t)port)) {
    ERROR("bench_driver: cannot listen on port %" PRIu64, port);
    return -1;
  }
  return 0;
}

static struct result run_pass(uint64_t pass) {
  if (mode == MODE_WRITE) return pass_write(&plan, pass);
  if (mode == MODE_PIPELINE) return pass_pipeline(&plan, pass);
  if (mode == MODE_CARBON) return pass_carbon(&plan, pass, &lines);
  return pass_dispatch(&plan);
}

static void rest(double seconds) {
  usleep((useconds_t)(seconds * 1e6));
}

static void run_passes(FILE *out) {
  if (!report_wait_started(60)) {
    fprintf(out, "{\"error\":\"collectd did not start\"}\n");
    return;
  }
  if (mode != MODE_DISPATCH && !series_prepare(&plan.series)) {
    fprintf(out, "{\"error\":\"no series\"}\n");
    return;
  }
  for (uint64_t pass = 0; pass < warmup + passes; pass++) {
    rest(settle);
    struct result r = run_pass(pass);
    rest(settle); /* memory is what stays, not what is just being freed */
    struct memory memory = memory_now();
    fprintf(out,
            "{\"warmup\":%s,\"values\":%" PRIu64 ",\"wall\":%.9f,\"cpu\":%.9f,\"handover\":%.9f"
            ",\"rssKiB\":%ld,\"anonKiB\":%ld,\"chatter\":%" PRIu64 ",\"seen\":%" PRIu64,
            pass < warmup ? "true" : "false", plan.values, r.wall, r.cpu, r.handover,
            memory.rss_kib, memory.anon_kib, report_chatter(), r.seen.count);
    if (mode == MODE_CARBON)
      fprintf(out, ",\"bytes\":%" PRIu64 ",\"sum\":%" PRIu64, lines.bytes, lines.sum);
    if (r.error != NULL) fprintf(out, ",\"error\":\"%s\"", r.error);
    fprintf(out, "}\n");
    fflush(out);
    if (r.error != NULL) return;
  }
}

static void *driver_thread(void *arg __attribute__((unused))) {
  FILE *out = fopen(output, "w");
  if (out == NULL) {
    ERROR("bench_driver: cannot write \"%s\"", output);
  } else {
    run_passes(out);
    fclose(out);
  }
  /* The signal also ends the main thread's sleep; stop_collectd() would not. */
  kill(getpid(), SIGTERM);
  return NULL;
}

static int driver_init(void) {
  pthread_t thread;
  if (output == NULL || plan.threads == 0 || plan.threads > 64 || plan.series.count == 0 ||
      plan.series.count % SERIES_PER_HOST != 0) {
    ERROR("bench_driver: Output is missing, or Threads or Series is unusable");
    return -1;
  }
  if (mode == MODE_CARBON && !carbon_start()) return -1;
  if (plugin_thread_create(&thread, driver_thread, NULL, "bench driver") != 0) return -1;
  pthread_detach(thread);
  return 0;
}

void module_register(void) {
  report_register();
  sink_register();
  plugin_register_complex_config("bench_driver", driver_config);
  plugin_register_init("bench_driver", driver_init);
}
