#include "carbon.h"

#include "collectd.h"

#include "plugin.h"
#include "utils/common/common.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_CONNECTIONS 8
#define BUFFER 262144
/* Without a line for so long, writers are asked to send what they keep. */
#define PATIENCE_NS 5000000

static int listener = -1;
static pthread_t thread;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct lines seen;
static uint64_t expected;
static struct moment end;

static struct moment now_without_thread(void) {
  struct moment now = moment_now();
  struct timespec own = {0};
  clockid_t clock;
  if (pthread_getcpuclockid(thread, &clock) == 0) clock_gettime(clock, &own);
  now.cpu -= (double)own.tv_sec + (double)own.tv_nsec * 1e-9;
  return now;
}

static void take(const unsigned char *data, size_t length) {
  struct lines more = {.bytes = length};
  for (size_t i = 0; i < length; i++) {
    more.count += data[i] == '\n';
    more.sum += data[i];
  }
  pthread_mutex_lock(&lock);
  bool was_complete = seen.count >= expected;
  seen.count += more.count;
  seen.bytes += more.bytes;
  seen.sum += more.sum;
  if (!was_complete && seen.count >= expected) {
    end = now_without_thread();
    pthread_cond_broadcast(&changed);
  }
  pthread_mutex_unlock(&lock);
}

static void *receive(void *arg __attribute__((unused))) {
  static unsigned char buffer[BUFFER];
  struct pollfd fds[1 + MAX_CONNECTIONS] = {{.fd = listener, .events = POLLIN}};
  nfds_t count = 1;

  while (poll(fds, count, -1) > 0) {
    for (nfds_t i = count; i-- > 1;) {
      if (fds[i].revents == 0) continue;
      ssize_t length = read(fds[i].fd, buffer, sizeof(buffer));
      if (length > 0) {
        take(buffer, (size_t)length);
        continue;
      }
      close(fds[i].fd);
      fds[i] = fds[--count];
    }
    if (fds[0].revents == 0 || count > MAX_CONNECTIONS) continue;
    int fd = accept(listener, NULL, NULL);
    if (fd >= 0) fds[count++] = (struct pollfd){.fd = fd, .events = POLLIN};
  }
  return NULL;
}

bool carbon_listen(uint16_t port) {
  struct sockaddr_in address = {
      .sin_family = AF_INET,
      .sin_port = htons(port),
      .sin_addr = {htonl(INADDR_LOOPBACK)},
  };
  int on = 1;
  listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0) return false;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  return bind(listener, (struct sockaddr *)&address, sizeof(address)) == 0 &&
         listen(listener, MAX_CONNECTIONS) == 0;
}

bool carbon_start(void) {
  return plugin_thread_create(&thread, receive, NULL, "bench carbon") == 0;
}

static uint64_t lines_of(const struct plan *plan, uint64_t pass) {
  struct cursor cursor;
  value_list_t vl = VALUE_LIST_INIT;
  uint64_t lines = 0;
  cursor_start(&cursor, &plan->series, pass, plan->values, 0);
  for (uint64_t i = 0; i < plan->values; i++)
    lines += cursor_next(&cursor, &vl)->ds_num;
  return lines;
}

static uint64_t hand_out(const struct plan *plan, uint64_t pass) {
  struct cursor cursor;
  value_list_t vl = VALUE_LIST_INIT;
  uint64_t refused = 0;
  cursor_start(&cursor, &plan->series, pass, plan->values, 0);
  for (uint64_t i = 0; i < plan->values; i++) {
    const data_set_t *ds = cursor_next(&cursor, &vl);
    int status =
        plan->writer == NULL ? plugin_dispatch_values(&vl) : plugin_write(plan->writer, ds, &vl);
    if (status != 0) refused++;
  }
  return refused;
}

/* Called and returns with the lock held. */
static bool wait_complete(double seconds) {
  struct timespec until;
  uint64_t before = 0;
  double deadline = moment_now().wall + seconds;
  while (seen.count < expected && moment_now().wall < deadline) {
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += PATIENCE_NS;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_cond_timedwait(&changed, &lock, &until);
    bool is_still = seen.count == before && seen.count < expected;
    before = seen.count;
    if (!is_still) continue;
    pthread_mutex_unlock(&lock);
    plugin_flush(NULL, 0, NULL);
    pthread_mutex_lock(&lock);
  }
  return seen.count >= expected;
}

struct result pass_carbon(const struct plan *plan, uint64_t pass, struct lines *lines) {
  uint64_t wanted = lines_of(plan, pass);

  pthread_mutex_lock(&lock);
  bool is_too_many = seen.count != expected;
  seen = (struct lines){0};
  expected = wanted;
  pthread_mutex_unlock(&lock);
  if (is_too_many) return (struct result){.error = "more lines came than were due"};

  struct moment start = now_without_thread();
  uint64_t refused = hand_out(plan, pass);
  double handover = moment_now().wall - start.wall;
  pthread_mutex_lock(&lock);
  bool is_complete = wait_complete(plan->timeout);
  *lines = seen;
  struct result r = {
      .wall = end.wall - start.wall,
      .cpu = end.cpu - start.cpu,
      .handover = handover,
      .seen = {.count = seen.count},
  };
  pthread_mutex_unlock(&lock);
  if (!is_complete)
    r.error = "timeout: lines were lost";
  else if (refused != 0)
    r.error = "values were refused";
  return r;
}
