/* Starts children and forgets them, as one may while SIGCHLD is ignored; waits for
 * one itself, which may say either. */
#include "plugin.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

static int forker_read(void) {
  for (int i = 0; i < 3; i++)
    if (fork() == 0) _exit(i);
  pid_t pid = fork();
  if (pid == 0) _exit(9);
  int status = 0;
  pid_t waited = waitpid(pid, &status, 0);
  if (waited == pid && WIFEXITED(status) && WEXITSTATUS(status) == 9)
    INFO("forker: waited");
  else if (waited < 0 && errno == ECHILD)
    INFO("forker: collected by the kernel");
  else
    ERROR("forker: %i, status %i", (int)waited, status);
  return 0;
}

void module_register(void) {
  plugin_register_read("forker", forker_read);
}
