#include "report.h"

#include "collectd.h"

#include "plugin.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static struct report current;
static bool started;
static bool ended;
static uint64_t chatter;

static double seconds_of(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

struct moment moment_now(void) {
  return (struct moment){.wall = seconds_of(CLOCK_MONOTONIC),
                         .cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID)};
}

struct memory memory_now(void) {
  struct memory m = {0};
  char line[256];
  FILE *status = fopen("/proc/self/status", "r");
  if (status == NULL) return m;
  while (fgets(line, sizeof(line), status) != NULL) {
    sscanf(line, "VmRSS: %ld", &m.rss_kib);
    sscanf(line, "RssAnon: %ld", &m.anon_kib);
  }
  fclose(status);
  return m;
}

bool totals_equal(const struct totals *a, const struct totals *b) {
  /* All sums are of small integers and quarters, hence exact. */
  return a->count == b->count && a->text == b->text && a->meta == b->meta &&
         a->values == b->values && a->time == b->time && a->interval == b->interval;
}

static bool parse_totals(const char *text, struct totals *t) {
  return sscanf(text,
                "count=%" SCNu64 " text=%" SCNu64 " meta=%" SCNu64
                " values=%lf time=%lf interval=%lf",
                &t->count, &t->text, &t->meta, &t->values, &t->time, &t->interval) == 6;
}

static void on_log(int severity, const char *message, user_data_t *ud __attribute__((unused))) {
  struct moment now = moment_now();
  const char *ours = strstr(message, "bench: ");

  pthread_mutex_lock(&lock);
  if (ours != NULL) {
    ours += strlen("bench: ");
    if (strcmp(ours, "begin") == 0) {
      current.begin = now;
    } else if (strcmp(ours, "end") == 0) {
      current.ends++;
      current.end = now;
      ended = current.begin.wall != 0; /* else it began before anybody asked */
    } else if (strncmp(ours, "done ", 5) == 0 && parse_totals(ours + 5, &current.totals)) {
      current.end = now;
      ended = true;
    }
    pthread_cond_broadcast(&changed);
  } else if (strncmp(message, "Initialization complete", 23) == 0) {
    started = true;
    pthread_cond_broadcast(&changed);
  } else if (severity <= LOG_WARNING) {
    fprintf(stderr, "%s\n", message);
  } else if (started) {
    chatter++;
  }
  pthread_mutex_unlock(&lock);
}

void report_register(void) {
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&changed, &attributes);
  pthread_condattr_destroy(&attributes);
  plugin_register_log("bench_driver", on_log, NULL);
}

static bool wait_for(const bool *flag, double seconds) {
  struct timespec until;
  int status = 0;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += (time_t)seconds;
  while (!*flag && status != ETIMEDOUT)
    status = pthread_cond_timedwait(&changed, &lock, &until);
  return *flag;
}

bool report_wait_started(double seconds) {
  pthread_mutex_lock(&lock);
  bool seen = wait_for(&started, seconds);
  pthread_mutex_unlock(&lock);
  return seen;
}

void report_arm(void) {
  pthread_mutex_lock(&lock);
  current = (struct report){.ends = current.ends};
  ended = false;
  pthread_mutex_unlock(&lock);
}

bool report_wait(struct report *report, double seconds) {
  pthread_mutex_lock(&lock);
  bool seen = wait_for(&ended, seconds);
  *report = current;
  pthread_mutex_unlock(&lock);
  return seen;
}

uint64_t report_chatter(void) {
  pthread_mutex_lock(&lock);
  uint64_t lines = chatter;
  pthread_mutex_unlock(&lock);
  return lines;
}
