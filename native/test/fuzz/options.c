/* <Plugin nodejs> blocks: whatever stands in them is taken or refused, and what
 * was taken is complete and owned by us. */
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "allocation.h"
#include "fuzzer.h"
#include "module_paths.h"
#include "oconfig_input.h"

/* The directory has modules by these names; see scripts/fuzz.mjs. */
static const char *const words[] = {
    "ModulePath",
    "Import",
    "Module",
    "LogTraces",
    "Encoding",
    "Workers",
    "OnError",
    "WriteQueueLimit",
    "ShutdownTimeout",
    "NodeOption",
    "LibNode",
    "Interactive",
    "Timeout",
    "HeapLimit",
    "Statistics",
    "Inspect",
    "Worker",
    "Interval",
    "Nonsense",
    "Import",
    "ModulePath",
    "Module",
    "plugins",
    "plugins/open",
    "plugins/one.ts",
    "one",
    "two",
    "twice",
    "package",
    "one.d",
    "deep.inside",
    "scoped",
    "unreadable",
    "missing",
    "disable",
    "exit",
    "utf-8",
    "--stack-trace-limit=30",
    "--inspect=0",
    "-",
    "true",
    "no",
    "libnode.so",
    "/libnode.so.108",
    "/",
    "//",
    "../one",
    "a..b",
    "FUZZ_DIR/one",
    "FUZZ_DIR/one.ts",
    "FUZZ_DIR/one.d.ts",
    "FUZZ_DIR/missing",
    "FUZZ_DIR/plugins/",
};
#define WORDS (sizeof(words) / sizeof(words[0]))

/* "FUZZ_DIR" stands for the absolute path of where we are. */
static const char *const *absolute_words(void) {
  static const char *result[WORDS];
  if (result[0] != NULL) return result;
  char *here = realpath("plugins", NULL);
  for (size_t i = 0; i < WORDS; i++) {
    const char *rest = strncmp(words[i], "FUZZ_DIR", 8) == 0 ? words[i] + 8 : NULL;
    char *text = NULL;
    if (rest == NULL)
      text = (char *)words[i];
    else if (asprintf(&text, "%s%s", here, rest) < 0)
      abort();
    result[i] = text;
  }
  free(here);
  return result;
}

static void require(int holds) {
  if (!holds) abort();
}

static int same_tree(const oconfig_item_t *a, const oconfig_item_t *parent) {
  if (a->parent != parent || a->key == NULL) return 0;
  for (int i = 0; i < a->children_num; i++)
    if (!same_tree(&a->children[i], a)) return 0;
  return 1;
}

static void check(const options_t *options) {
  const nodejs_config_t *config = &options->runtime;
  for (size_t i = 0; i < config->imports_num; i++) {
    const nodejs_import_t *import = &config->imports[i];
    require(import->name[0] != '\0' && import->module_name[0] != '\0' && import->path[0] == '/');
    for (size_t k = 0; k < i; k++)
      require(strcasecmp(config->imports[k].module_name, import->module_name) != 0);
  }
  for (size_t i = 0; i < config->module_blocks_num; i++) {
    require(config->module_blocks[i].module_name[0] != '\0');
    require(same_tree(config->module_blocks[i].item, NULL));
  }
  for (size_t i = 0; i < config->node_options_num; i++)
    require(config->node_options[i][0] == '-');
  require(config->workers <= 64);
  require(config->write_queue_limit >= 1 && config->write_queue_limit <= 16777216);
  require(config->shutdown_timeout >= 0.001 && config->shutdown_timeout <= 3600);
  require(options->libnode == NULL || options->libnode[0] == '/');
}

static void start_again(options_t *options, const options_t *fresh) {
  nodejs_config_t *config = &options->runtime;
  for (size_t i = 0; i < config->imports_num; i++) {
    free(config->imports[i].name);
    free(config->imports[i].module_name);
    free(config->imports[i].path);
    free(config->imports[i].worker);
  }
  free(config->imports);
  for (size_t i = 0; i < config->module_blocks_num; i++) {
    free(config->module_blocks[i].module_name);
    oconfig_free(config->module_blocks[i].item);
  }
  free(config->module_blocks);
  for (size_t i = 0; i < config->node_options_num; i++)
    free(config->node_options[i]);
  free(config->node_options);
  free(options->libnode);
  *options = *fresh;
  forget_module_paths();
}

int fuzz_one(const uint8_t *data, size_t size) {
  static options_t fresh;
  static int known;
  if (!known) fresh = *options_get();
  known = 1;

  input_t input = {.data = data, .size = size};
  uint8_t failing = input_byte(&input);
  const char *const *all = absolute_words();
  oconfig_item_t *block = oconfig_from_input(&input, all, WORDS);
  fail_allocation(failing < 200 ? 0 : failing - 199);
  options_read(block);
  fail_allocation(0);
  oconfig_free_input(block);
  check(options_get());
  start_again(options_get(), &fresh);
  return 0;
}
