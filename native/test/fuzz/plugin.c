/* A collectd plugin that runs a fuzzer instead of anything else, in the daemon's
 * configuration phase, and ends the process. FUZZ_ARGUMENTS are libFuzzer's. */
#include "fuzzer.h"

#include <stdlib.h>
#include <string.h>

#include "plugin.h"

#define MAX_ARGUMENTS 32

static void swallow(int severity, const char *message, user_data_t *data) {
  (void)severity;
  (void)data;
  /* Read to its end: it must have one. */
  if (strlen(message) > 100000) abort();
}

__attribute__((visibility("default"))) void module_register(void) {
  /* Without a log callback the daemon would print every refused option. */
  plugin_register_log("fuzz", swallow, NULL);
  static char *arguments[MAX_ARGUMENTS] = {"fuzz"};
  int count = 1;
  const char *given = getenv("FUZZ_ARGUMENTS");
  char *rest = strdup(given != NULL ? given : "");
  for (char *word = strtok(rest, " "); word != NULL && count < MAX_ARGUMENTS;
       word = strtok(NULL, " "))
    arguments[count++] = word;
  char **argv = arguments;
  int status = LLVMFuzzerRunDriver(&count, &argv, fuzz_one);
  exit(status);
}
