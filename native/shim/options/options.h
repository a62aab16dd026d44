/* The options of <Plugin nodejs>. Config phase only (main thread, before the
 * fork), until the daemon has read all its configuration. */
#ifndef COLLECTD_NODEJS_SHIM_OPTIONS_OPTIONS_H
#define COLLECTD_NODEJS_SHIM_OPTIONS_OPTIONS_H

#include "liboconfig/oconfig.h"
#include "shim/runtime.h"

typedef struct {
  nodejs_config_t runtime; /* script_dir and libnode are left to the caller */
  char *libnode;           /* `LibNode`, absolute, or NULL */
  bool import_seen;        /* there is an Import, if perhaps a wrong one */
} options_t;

/* Adds one <Plugin nodejs> block to what earlier ones have set. Logs every
 * error and returns -1 if there was any. */
int options_read(const oconfig_item_t *block);

/* What all blocks have set; belongs to this module, lasts as long as the process. */
options_t *options_get(void);

#endif
