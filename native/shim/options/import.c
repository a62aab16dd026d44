#include "shim/options/import.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "shim/options/module_path.h"
#include "plugin.h"
#include "shim/find/module_paths.h"
#include "shim/find/resolve.h"
#include "shim/find/shipped.h"
#include "shim/runtime.h"
#include "shim/text.h"

static int import_worker(const option_t *option, void *into) {
  nodejs_import_t *import = into;
  const char *value;
  if (!option_string(option, "give one label in quotes", &value)) return -1;
  char *copy = strdup(value);
  if (copy == NULL) {
    option_error(option, "out of memory.");
    return -1;
  }
  free(import->worker);
  import->worker = copy;
  return 0;
}

static int import_interval(const option_t *option, void *into) {
  nodejs_import_t *import = into;
  double seconds;
  if (!option_number(option, "give one number of seconds from 0.001 to 31536000 (a year)", 0.001,
                     31536000, &seconds))
    return -1;
  import->interval = DOUBLE_TO_CDTIME_T(seconds);
  return 0;
}

static int import_timeout(const option_t *option, void *into) {
  nodejs_import_t *import = into;
  return option_timeout(option, &import->timeout) ? 0 : -1;
}

static int import_heap_limit(const option_t *option, void *into) {
  nodejs_import_t *import = into;
  return option_heap_limit(option, &import->heap_limit) ? 0 : -1;
}

static int import_log_prefix(const option_t *option, void *into) {
  nodejs_import_t *import = into;
  bool on;
  if (!option_boolean(option, &on)) return -1;
  import->log_prefix = on ? NODEJS_TRUE : NODEJS_FALSE;
  return 0;
}

static const option_rule_t rules[] = {
    {.key = "Worker", .apply = import_worker},
    {.key = "Interval", .apply = import_interval},
    {.key = "Timeout", .apply = import_timeout},
    {.key = "HeapLimit", .apply = import_heap_limit},
    {.key = "LogPrefix", .apply = import_log_prefix},
};

void import_free(nodejs_import_t *import) {
  free(import->name);
  free(import->module_name);
  free(import->path);
  free(import->worker);
}

static void tell_of_hidden(const char *name, const char *path) {
  char shipped[PATH_MAX];
  if (!shipped_is_hidden(name, path, shipped)) return;
  text_t text = {0};
  text_add(&text, "Import \"%s\" takes %s, not the shipped plugin %s.", SHOWN(name), SHOWN(path),
           SHOWN(shipped));
  text_log(LOG_NOTICE, &text);
}

/* Fills in everything that follows from the name. */
static int resolve(const option_t *option, const char *name, nodejs_import_t *import) {
  /* The ModulePath's own error is enough. */
  if (name[0] != '/' && module_paths_num() == 0 && module_path_failed()) return -1;
  text_t why = {0};
  if (resolve_import(name, &import->module_name, &import->path, &why) != 0) {
    option_error(option, "%s", why.s);
    return -1;
  }
  tell_of_hidden(name, import->path);
  module_path_check_writable(import->path);
  import->name = strdup(name);
  if (import->name == NULL) {
    option_error(option, "out of memory.");
    return -1;
  }
  return 0;
}

/* Module names differ by more than case, because <Module> does not regard it. */
static int check_unique(const option_t *option, const nodejs_import_t *import,
                        const nodejs_config_t *config) {
  for (size_t i = 0; i < config->imports_num; i++) {
    const nodejs_import_t *other = &config->imports[i];
    if (strcmp(other->path, import->path) == 0) {
      option_error(option, "%s is imported already, by Import \"%s\". Remove one of them.",
                   SHOWN(import->path), SHOWN(other->name));
      return -1;
    }
    if (strcasecmp(other->module_name, import->module_name) == 0) {
      option_error(option,
                   "Import \"%s\" has the same module name, \"%s\", so that <Module> blocks could "
                   "not tell them apart. Rename one of the modules.",
                   SHOWN(other->name), SHOWN(other->module_name));
      return -1;
    }
  }
  return 0;
}

static int append(const option_t *option, const nodejs_import_t *import, nodejs_config_t *config) {
  nodejs_import_t *grown =
      reallocarray(config->imports, config->imports_num + 1, sizeof(*config->imports));
  if (grown == NULL) {
    option_error(option, "out of memory.");
    return -1;
  }
  config->imports = grown;
  config->imports[config->imports_num++] = *import;
  return 0;
}

int import_option(const option_t *option, void *into) {
  nodejs_config_t *config = into;
  const char *name;
  if (!option_string(option, "give the name of one module in quotes", &name)) return -1;

  nodejs_import_t import = {0};
  text_t block = {0};
  text_add(&block, "<Import \"%s\">", SHOWN(name));
  int status =
      options_apply(option->item, block.s, rules, sizeof(rules) / sizeof(rules[0]), &import);
  if (resolve(option, name, &import) != 0 || check_unique(option, &import, config) != 0)
    status = -1;
  if (status == 0) status = append(option, &import, config);
  if (status != 0) import_free(&import);
  return status;
}
