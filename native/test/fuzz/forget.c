/* module_path.c, interactive.c: what they keep is theirs alone. */
#include "terminal.h"

#include "shim/find/module_paths.c"
#include "shim/options/interactive.c"
#include "shim/options/module_path.c"

#include "forget.h"
#include "shim/options/import.h"

static options_t beginning;

void remember_beginning(void) {
  options_get()->runtime.script_dir = "/scripts";
  beginning = *options_get();
}

static void forget_module_paths(void) {
  for (size_t i = 0; i < paths_num; i++)
    free(paths[i]);
  free(paths);
  paths = NULL;
  paths_num = 0;
  failed = false;
}

void forget(void) {
  nodejs_config_t *config = &options_get()->runtime;
  for (size_t i = 0; i < config->imports_num; i++)
    import_free(&config->imports[i]);
  free(config->imports);
  for (size_t i = 0; i < config->module_blocks_num; i++) {
    free(config->module_blocks[i].module_name);
    oconfig_free(config->module_blocks[i].item);
  }
  free(config->module_blocks);
  for (size_t i = 0; i < config->filters_num; i++) {
    free(config->filters[i].name);
    oconfig_free(config->filters[i].item);
  }
  free(config->filters);
  for (size_t i = 0; i < config->node_options_num; i++)
    free(config->node_options[i]);
  free(config->node_options);
  free(options_get()->libnode);
  *options_get() = beginning;
  wanted = false;
  on_terminal = false;
  forget_module_paths();
}
