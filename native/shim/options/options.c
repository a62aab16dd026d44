#include "shim/options/options.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "shim/options/import.h"
#include "shim/options/interactive.h"
#include "shim/options/module_block.h"
#include "shim/options/module_path.h"
#include "shim/options/node_option.h"
#include "shim/options/option.h"
#include "plugin.h"
#include "shim/text.h"

static options_t options = {
    .runtime =
        {
            .log_prefix = true,
            .on_error = NODEJS_ON_ERROR_DISABLE,
            .write_queue_limit = 65536,
            .shutdown_timeout = 4,
        },
};

static int import_or_block(const option_t *option, void *into) {
  (void)into;
  options.import_seen = true;
  return import_option(option, &options.runtime);
}

static int module_block(const option_t *option, void *into) {
  (void)into;
  return module_block_option(option, &options.runtime);
}

static int interactive(const option_t *option, void *into) {
  (void)into;
  options.import_seen = true;
  return interactive_option(option, &options.runtime);
}

static int log_traces(const option_t *option, void *into) {
  (void)into;
  return option_boolean(option, &options.runtime.log_traces) ? 0 : -1;
}

static int log_prefix(const option_t *option, void *into) {
  (void)into;
  return option_boolean(option, &options.runtime.log_prefix) ? 0 : -1;
}

static int statistics(const option_t *option, void *into) {
  (void)into;
  return option_boolean(option, &options.runtime.statistics) ? 0 : -1;
}

static int encoding(const option_t *option, void *into) {
  (void)into;
  static bool noted;
  const char *value;
  if (!option_string(option, "give the name of one encoding in quotes", &value)) return -1;
  if (!noted)
    NOTICE(TEXT_PREFIX "Encoding \"%s\" changes nothing: strings are always UTF-8.", SHOWN(value));
  noted = true;
  return 0;
}

static int workers(const option_t *option, void *into) {
  (void)into;
  return option_whole_number(option, "give one whole number from 1 to 64", 1, 64,
                             &options.runtime.workers)
             ? 0
             : -1;
}

static int on_error(const option_t *option, void *into) {
  (void)into;
  static const char expected[] = "give \"disable\" or \"exit\"";
  const char *value;
  if (!option_string(option, expected, &value)) return -1;
  if (strcasecmp(value, "disable") == 0) {
    options.runtime.on_error = NODEJS_ON_ERROR_DISABLE;
  } else if (strcasecmp(value, "exit") == 0) {
    options.runtime.on_error = NODEJS_ON_ERROR_EXIT;
  } else {
    static const char *const words[] = {"disable", "exit"};
    option_word_error(option, expected, words, 2);
    return -1;
  }
  return 0;
}

static int write_queue_limit(const option_t *option, void *into) {
  (void)into;
  return option_whole_number(option, "give one whole number of value lists from 1 to 16777216", 1,
                             16777216, &options.runtime.write_queue_limit)
             ? 0
             : -1;
}

static int shutdown_timeout(const option_t *option, void *into) {
  (void)into;
  double seconds;
  /* A millisecond is as good as nothing, but not nothing. */
  if (!option_number(option, "give one number of seconds from 0.001 to 3600", 0.001, 3600,
                     &seconds))
    return -1;
  options.runtime.shutdown_timeout = seconds;
  return 0;
}

static int timeout(const option_t *option, void *into) {
  (void)into;
  return option_timeout(option, &options.runtime.timeout) ? 0 : -1;
}

static int heap_limit(const option_t *option, void *into) {
  (void)into;
  return option_heap_limit(option, &options.runtime.heap_limit) ? 0 : -1;
}

static int option_of_node(const option_t *option, void *into) {
  (void)into;
  return node_option(option, &options.runtime);
}

static int lib_node(const option_t *option, void *into) {
  (void)into;
  const char *value;
  if (!option_string(option, "give the path of one libnode.so in quotes", &value)) return -1;
  /* Absolute at once, because the daemon goes to its BaseDir before init, but
   * with its name, which tells the ABI: no realpath(). */
  char *directory = value[0] == '/' ? strdup("") : getcwd(NULL, 0);
  char *path = NULL;
  if (directory == NULL || asprintf(&path, "%s%s%s", directory, *directory ? "/" : "", value) < 0)
    path = NULL;
  free(directory);
  if (path == NULL) {
    option_error(option, "out of memory.");
    return -1;
  }
  free(options.libnode);
  options.libnode = path;
  return 0;
}

static const option_rule_t rules[] = {
    {.key = "ModulePath", .apply = module_path_option},
    {.key = "Import", .apply = import_or_block, .may_be_block = true},
    {.key = "Module", .apply = module_block, .may_be_block = true},
    {.key = "LogTraces", .apply = log_traces},
    {.key = "LogPrefix", .apply = log_prefix},
    {.key = "Encoding", .apply = encoding},
    {.key = "Workers", .apply = workers},
    {.key = "OnError", .apply = on_error},
    {.key = "WriteQueueLimit", .apply = write_queue_limit},
    {.key = "ShutdownTimeout", .apply = shutdown_timeout},
    {.key = "Timeout", .apply = timeout},
    {.key = "HeapLimit", .apply = heap_limit},
    {.key = "Statistics", .apply = statistics},
    {.key = "NodeOption", .apply = option_of_node},
    {.key = "LibNode", .apply = lib_node},
    {.key = "Interactive", .apply = interactive},
    {.key = "Inspect", .apply = NULL},
};

int options_read(const oconfig_item_t *block) {
  return options_apply(block, "<Plugin nodejs>", rules, sizeof(rules) / sizeof(rules[0]), NULL);
}

options_t *options_get(void) {
  return &options;
}
