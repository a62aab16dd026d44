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
 * in src/node.cc), without an inspector or an agent that traces. lib/cli/check/node-options.ts
 * has the same table. */
#define PROGRAM "it only works in the node program, not inside collectd; "
/* One inspector for the process would stop at its first worker. */
#define DEBUGGING "debugging is not supported by this version; remove it."
#define HEAP "each worker has its own limit; set HeapLimit instead."
/* A handler of Node's takes the signal from collectd. */
#define SIGNALS "signals are collectd's; "
#define WARNINGS "warnings go to collectd's log; remove it."
#define UNCAUGHT "the plugin logs what nobody catches; remove it."
#define LOADER "the plugin loads the modules, not Node.js; "
/* What native/node/platform.cc gives Node. */
#define OWN "the plugin sets it as it needs it; remove it."
static const refused_t refused[] = {
    {"--inspect*", DEBUGGING},
    {"--debug*", DEBUGGING},
    {"--disable-sigusr1", DEBUGGING},
    {"--allow-inspector", DEBUGGING},
    {"--experimental-inspector-network-resource", DEBUGGING},
    {"--experimental-network-inspection", DEBUGGING},
    {"--experimental-storage-inspection", DEBUGGING},
    {"--experimental-worker-inspection", DEBUGGING},
    {"--max-old-space-size*", HEAP},
    {"--max-heap-size", HEAP},
    {"--initial-old-space-size", HEAP},
    {"--initial-heap-size", HEAP},
    {"--huge-max-old-generation-size", HEAP},
    /* Its callback takes the place of the one that ends a worker. */
    {"--heapsnapshot-near-heap-limit", "no worker would end at its HeapLimit; write NodeOption "
                                       "\"--heapsnapshot-signal=SIGUSR2\" and send SIGUSR2."},
    {"--heapsnapshot-signal", SIGNALS "write SIGUSR2, the one that is free."},
    {"--report-signal", SIGNALS "write SIGUSR2, the one that is free."},
    {"--trace-sigint", SIGNALS "remove it."},
    {"--cpu-prof*", PROGRAM "use NodeOption \"--prof\", which writes isolate-*-v8.log into "
                            "collectd's BaseDir, or give it to node together with "
                            "collectd-nodejs run."},
    {"--heap-prof*", PROGRAM "call writeHeapSnapshot() of node:v8 in a module."},
    {"--prof-process", PROGRAM "give it to node, with a log that NodeOption \"--prof\" has made."},
    {"--trace-event-*", PROGRAM "give it to node together with collectd-nodejs run."},
    {"--eval", PROGRAM "write the code into a module and Import it."},
    {"-e", PROGRAM "write the code into a module and Import it."},
    {"--print", PROGRAM "write the code into a module and Import it."},
    {"-p", PROGRAM "write the code into a module and Import it."},
    {"-pe", PROGRAM "write the code into a module and Import it."},
    {"--import", PROGRAM "Import the file as a module, or load a CommonJS file in each worker with "
                         "NodeOption \"--require=/path\"."},
    {"-r", "write NodeOption \"--require=/path\"."},
    {"-C", "write NodeOption \"--conditions=name\"."},
    {"--loader", LOADER "load a CommonJS file before them with NodeOption \"--require=/path\"."},
    {"--experimental-loader",
     LOADER "load a CommonJS file before them with NodeOption \"--require=/path\"."},
    {"--experimental-default-type", LOADER "write \"type\" into the package.json beside them."},
    {"--experimental-detect-module", LOADER "write \"type\" into the package.json beside them."},
    {"--strip-types", LOADER "remove it."},
    {"--experimental-strip-types", LOADER "remove it."},
    {"--experimental-transform-types", LOADER "remove it."},
    /* Its own files are in no manifest. */
    {"--experimental-policy", LOADER "remove it."},
    {"--policy-integrity", LOADER "remove it."},
    {"--frozen-intrinsics", "the plugin changes objects of Node.js that this freezes; remove it."},
    /* Whatever is refused here could stand in the file. */
    {"--experimental-config-file", "write a NodeOption line for each option of the file."},
    {"--experimental-default-config-file", "write a NodeOption line for each option of the file."},
    {"--abort-on-uncaught-exception", UNCAUGHT},
    {"--extra-info-on-fatal-exception", UNCAUGHT},
    {"--report-uncaught-exception", UNCAUGHT},
    {"--trace-uncaught", UNCAUGHT},
    {"--unhandled-rejections", UNCAUGHT},
    {"--force-async-hooks-checks", OWN},
    {"--no-experimental-vm-modules", OWN},
    {"--no-jitless", OWN},
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
    {"--use-largepages", PROGRAM "remove it."},
    {"--v8-pool-size", PROGRAM "remove it."},
    {"--enable-etw-stack-walking", "it only works on Windows; remove it."},
    {"--title", "the process and its name are collectd's; remove it."},
    {"--redirect-warnings", WARNINGS},
    {"--warnings", WARNINGS},
    {"--disable-warning", WARNINGS},
    {"--trace-warnings", WARNINGS},
    {"--trace-deprecation", WARNINGS},
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

/* `--no-name` is the same option as `--name`. */
static bool negates(const char *value, const char *name) {
  const bool is_negative = strncmp(value, "--no", 4) == 0 && (value[4] == '-' || value[4] == '_');
  return is_negative && strncmp(name, "--", 2) == 0 && has_name(value + 5, name + 2);
}

/* collectd has no use for SIGUSR2. */
static bool is_free_signal(const char *value) {
  const char *given = strchr(value, '=');
  return given != NULL && strcmp(given, "=SIGUSR2") == 0 &&
         (has_name(value, "--heapsnapshot-signal") || has_name(value, "--report-signal"));
}

static const char *refusal_of(const char *value) {
  if (is_free_signal(value)) return NULL;
  for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
    if (has_name(value, refused[i].name) || negates(value, refused[i].name)) return refused[i].why;
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
