#include "passes.h"

#include "origin.h"
#include "sink.h"

#include "utils/common/common.h"

#include <pthread.h>

#define MAX_THREADS 64

struct producer {
  const struct plan *plan;
  uint64_t pass;
  uint64_t first;
  uint64_t count;
  uint64_t refused;
  pthread_barrier_t *gate;
  pthread_t thread;
};

static void *produce(void *arg) {
  struct producer *p = arg;
  struct cursor cursor;
  value_list_t vl = VALUE_LIST_INIT;

  cursor_start(&cursor, &p->plan->series, p->pass, p->plan->values, p->first);
  pthread_barrier_wait(p->gate);
  for (uint64_t i = 0; i < p->count; i++) {
    const data_set_t *ds = cursor_next(&cursor, &vl);
    if (plugin_write(p->plan->writer, ds, &vl) != 0) p->refused++;
  }
  return NULL;
}

/* The end counts when the callback saw the last list, not when it was taken:
 * a queue must not look faster than what empties it. */
static struct result wait_done(const struct plan *plan, struct moment start, double handover,
                               const struct totals *expected) {
  struct report report;
  bool ended = report_wait(&report, plan->timeout);
  struct result r = {
      .wall = report.end.wall - start.wall,
      .cpu = report.end.cpu - start.cpu,
      .handover = handover,
      .seen = report.totals,
  };
  if (!ended)
    r.error = "timeout: values were lost";
  else if (!totals_equal(&report.totals, expected))
    r.error = "the callback saw something else than was sent";
  return r;
}

struct result pass_write(const struct plan *plan, uint64_t pass) {
  struct producer producers[MAX_THREADS];
  struct totals expected = series_totals(&plan->series, pass, plan->values);
  pthread_barrier_t gate;
  uint64_t refused = 0;

  report_arm();
  pthread_barrier_init(&gate, NULL, (unsigned)plan->threads + 1);
  for (size_t i = 0; i < plan->threads; i++) {
    uint64_t first = plan->values * i / plan->threads;
    producers[i] = (struct producer){
        .plan = plan,
        .pass = pass,
        .first = first,
        .count = plan->values * (i + 1) / plan->threads - first,
        .gate = &gate,
    };
    if (plugin_thread_create(&producers[i].thread, produce, &producers[i], "bench producer") != 0)
      return (struct result){.error = "cannot start a thread"};
  }
  struct moment start = moment_now();
  pthread_barrier_wait(&gate);
  for (size_t i = 0; i < plan->threads; i++) {
    pthread_join(producers[i].thread, NULL);
    refused += producers[i].refused;
  }
  double handover = moment_now().wall - start.wall;
  pthread_barrier_destroy(&gate);
  if (refused != 0) return (struct result){.error = "plugin_write() failed"};
  return wait_done(plan, start, handover, &expected);
}

static void add_meta(struct totals *totals, uint64_t values) {
  for (uint64_t i = 0; i < values; i++)
    totals->text += strlen(origin_of(i));
  totals->meta += values;
}

struct result pass_pipeline(const struct plan *plan, uint64_t pass) {
  struct totals expected = series_totals(&plan->series, pass, plan->values);
  struct cursor cursor;
  value_list_t vl = VALUE_LIST_INIT;

  if (plan->meta) add_meta(&expected, plan->values);
  report_arm();
  cursor_start(&cursor, &plan->series, pass, plan->values, 0);
  struct moment start = moment_now();
  for (uint64_t i = 0; i < plan->values; i++) {
    cursor_next(&cursor, &vl);
    if (plan->meta) vl.meta = origin_meta(i);
    plugin_dispatch_values(&vl);
    meta_data_destroy(vl.meta);
    vl.meta = NULL;
  }
  double handover = moment_now().wall - start.wall;
  return wait_done(plan, start, handover, &expected);
}

struct result pass_dispatch(const struct plan *plan) {
  struct report report;

  report_arm();
  if (!report_wait(&report, plan->timeout))
    return (struct result){.error = "timeout: the read callback did not end"};

  struct result r = {
      .wall = report.end.wall - report.begin.wall,
      .cpu = report.end.cpu - report.begin.cpu,
      .handover = report.end.wall - report.begin.wall,
  };
  if (!sink_complete(report.ends, plan->values, plan->meta, plan->timeout))
    r.error = "something else arrived than was dispatched";
  r.seen.count = sink_count();
  return r;
}
