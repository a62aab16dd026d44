#include "shim/options/interactive.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cmd.h"
#include "configfile.h"
#include "shim/options/import.h"
#include "shim/options/module_block.h"
#include "plugin.h"
#include "shim/text.h"
#include "utils/common/common.h"

#define MODULE "interactive"

static bool wanted;
static bool on_terminal;

int interactive_option(const option_t *option, void *into) {
  static const char expected[] = "give true, false, or the absolute path of a socket in quotes";
  const oconfig_item_t *item = option->item;
  bool is_string = item->values_num == 1 && item->values[0].type == OCONFIG_TYPE_STRING;
  const char *path = is_string ? item->values[0].value.string : "";
  if (is_string && !IS_TRUE(path) && !IS_FALSE(path)) {
    if (path[0] != '/') {
      static const char *const words[] = {"true", "false"};
      option_word_error(option, expected, words, 2);
      return -1;
    }
  } else {
    bool on;
    if (item->values_num != 1 || item->values[0].type == OCONFIG_TYPE_NUMBER) {
      option_error(option, "%s.", expected);
      return -1;
    }
    if (!option_boolean(option, &on)) return -1;
    if (!on) return 0;
    on_terminal = true;
  }
  wanted = true;
  return module_block_add(option, MODULE, into);
}

static int refuse(const char *why) {
  ERROR(TEXT_PREFIX "%s", why);
  stop_collectd();
  return -1;
}

int interactive_import(nodejs_config_t *config) {
  /* With -T nobody waits for input. */
  if (!wanted || global_option_get_long("ReadThreads", 0) == -1) return 0;
  if (on_terminal && (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)))
    return refuse("Interactive true needs a terminal: start collectd with -f in one, or give "
                  "Interactive the path of a socket.");
  for (size_t i = 0; i < config->imports_num; i++)
    if (strcasecmp(config->imports[i].module_name, MODULE) == 0)
      return refuse("With the option Interactive no module can be called \"" MODULE
                    "\". Rename yours.");
  nodejs_import_t import = {.name = strdup(MODULE),
                            .module_name = strdup(MODULE),
                            .worker = strdup("Interactive (a worker of its own)")};
  if (asprintf(&import.path, "%s/repl.js", config->script_dir) < 0) import.path = NULL;
  nodejs_import_t *grown = NULL;
  if (import.name != NULL && import.module_name != NULL && import.path != NULL &&
      import.worker != NULL)
    grown = reallocarray(config->imports, config->imports_num + 1, sizeof(*grown));
  if (grown == NULL) {
    import_free(&import);
    return refuse("Out of memory.");
  }
  config->imports = grown;
  config->imports[config->imports_num++] = import;
  return 0;
}
