#include "shim/options/node_option.h"

#include <stdlib.h>
#include <string.h>

#include "shim/runtime.h"

typedef struct {
  const char *name; /* ends in '*' where it is the beginning of several */
  const char *why;  /* and what to do instead */
} refused_t;

/* Node parses the options of the program `node` in a library, too, and then never looks
 * at them: it runs the embedder's callback instead of what they ask for (StartExecution
 * in src/node.cc), without an inspector to profile with. lib/cli/check/node-options.ts
 * has the same table. */
#define PROGRAM "it only works in the node program, not inside collectd; "
static const refused_t refused[] = {
    /* One inspector for the process would stop at its first worker. */
    {"--inspect*", "debugging is not supported by this version; remove it."},
    {"--debug*", "debugging is not supported by this version; remove it."},
    {"--max-old-space-size", "each worker has its own limit; set HeapLimit instead."},
    {"--max-heap-size", "each worker has its own limit; set HeapLimit instead."},
    {"--initial-old-space-size", "each worker has its own limit; set HeapLimit instead."},
    {"--initial-heap-size", "each worker has its own limit; set HeapLimit instead."},
    {"--cpu-prof*", PROGRAM "use NodeOption \"--prof\", or the Profiler of node:inspector in a "
                            "plugin that collectd-nodejs run runs."},
    {"--heap-prof*", PROGRAM "call writeHeapSnapshot() of node:v8 in a module."},
    {"--prof-process", PROGRAM "give it to node, with a log that NodeOption \"--prof\" has made."},
    {"--eval", PROGRAM "write the code into a module and Import it."},
    {"-e", PROGRAM "write the code into a module and Import it."},
    {"--print", PROGRAM "write the code into a module and Import it."},
    {"-p", PROGRAM "write the code into a module and Import it."},
    {"-pe", PROGRAM "write the code into a module and Import it."},
    {"--import", PROGRAM "Import the file as a module, or load a CommonJS file in each worker with "
                         "NodeOption \"--require=/path\"."},
    {"-r", "write NodeOption \"--require=/path\"."},
    {"--input-type", PROGRAM "remove it."},
    {"--entry-url", PROGRAM "Import the file as a module."},
    {"--check", PROGRAM "check the configuration with collectd-nodejs check."},
    {"-c", PROGRAM "check the configuration with collectd-nodejs check."},
    {"--interactive", PROGRAM "use the option Interactive."},
    {"-i", PROGRAM "use the option Interactive."},
    {"--test", PROGRAM "give it to node."},
    {"--test-*", PROGRAM "give it to node."},
    {"--experimental-test-*", PROGRAM "give it to node."},
    {"--watch", PROGRAM "remove it."},
    {"--watch-*", PROGRAM "remove it."},
    {"--run", PROGRAM "remove it."},
    {"--env-file*", PROGRAM "set the variables where collectd is started, such as with "
                            "Environment= in its systemd unit."},
    {"--build-snapshot*", PROGRAM "remove it."},
    {"--snapshot-blob", PROGRAM "remove it."},
    {"--build-sea", PROGRAM "remove it."},
    {"--experimental-sea-config", PROGRAM "remove it."},
    {"--preserve-symlinks-main", PROGRAM "remove it."},
    {"--title", "the process and its name are collectd's; remove it."},
    {"--redirect-warnings", "warnings go to collectd's log; remove it."},
    {"--no-warnings", "warnings go to collectd's log; remove it."},
    {"--trace-warnings", "warnings go to collectd's log; remove it."},
    {"--version", PROGRAM "the line that collectd logs at its start has the version."},
    {"-v", PROGRAM "the line that collectd logs at its start has the version."},
    {"--help", PROGRAM "remove it."},
    {"-h", PROGRAM "remove it."},
    {"--v8-options", PROGRAM "remove it."},
    {"--completion-bash", PROGRAM "remove it."},
};

/* Node and V8 take underscores for dashes. */
static bool has_name(const char *value, const char *name) {
  size_t i = 0;
  for (; value[i] != '\0' && value[i] != '='; i++) {
    if (name[i] == '*') return true;
    if ((value[i] == '_' ? '-' : value[i]) != name[i]) return false;
  }
  return name[i] == '\0' || name[i] == '*';
}

static const char *refusal_of(const char *value) {
  for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
    if (has_name(value, refused[i].name)) return refused[i].why;
  return NULL;
}

static int append(const option_t *option, const char *value, nodejs_config_t *config) {
  char *copy = strdup(value);
  char **grown =
      copy == NULL ? NULL
                   : reallocarray(config->node_options, config->node_options_num + 1, sizeof(copy));
  if (grown == NULL) {
    free(copy);
    option_error(option, "out of memory.");
    return -1;
  }
  config->node_options = grown;
  config->node_options[config->node_options_num++] = copy;
  return 0;
}

int node_option(const option_t *option, void *into) {
  static const char expected[] = "give one option of Node in quotes, for example "
                                 "\"--stack-trace-limit=30\", and a line for each";
  const char *value;
  if (!option_string(option, expected, &value)) return -1;
  if (value[0] != '-' || value[strspn(value, "-")] == '\0') {
    option_error(option, "%s.", expected);
    return -1;
  }
  const char *why = refusal_of(value);
  if (why != NULL) {
    option_error(option, "%s", why);
    return -1;
  }
  return append(option, value, into);
}
