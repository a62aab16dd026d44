/* Collects every child of the process, whoever started it. */
#include "plugin.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static void *steal(void *arg) {
  for (;;)
    if (waitpid(-1, NULL, 0) < 0) usleep(1000);
  return arg;
}

static int thief_init(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, steal, NULL) != 0) return -1;
  return pthread_detach(thread);
}

void module_register(void) {
  plugin_register_init("thief", thief_init);
}
