/* The one seam between the shim (pure C, knows collectd, no V8) and the runtime
 * (C++, one shared object per libnode ABI).
 *
 * The shim parses the configuration in the parent process, before collectd
 * forks, and loads the runtime in its init callback, after the fork. From then
 * on the runtime talks to collectd by itself; the shim only starts and stops it.
 *
 * Ownership: everything below belongs to the shim, is complete before start()
 * and stays as it is until the process ends. Threads: start() and stop() are
 * called on collectd's main thread only, without any lock held. */
#ifndef COLLECTD_NODEJS_SHIM_RUNTIME_H
#define COLLECTD_NODEJS_SHIM_RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised whenever a structure below changes; the shim refuses another one. */
#define NODEJS_SEAM_VERSION 5

struct oconfig_item_s;
struct data_set_s;
struct value_list_s;

/* A boolean that one block may leave to another. */
typedef enum { NODEJS_UNSET = 0, NODEJS_FALSE, NODEJS_TRUE } nodejs_choice_t;

/* An `Import` line or block. */
typedef struct {
  char *name;        /* as in the configuration: "cpu_temp", "a.b", "/x/y.ts" */
  char *module_name; /* what <Module> and identifiers use: "cpu_temp" */
  char *path;        /* absolute: a file, or a directory with a package.json */
  char *worker;      /* `Worker` label, or NULL */
  uint64_t interval; /* `Interval` as cdtime_t, or 0 */
  double timeout;    /* `Timeout` in seconds, or 0 */
  size_t heap_limit; /* `HeapLimit` in MiB, or 0 */
  nodejs_choice_t log_prefix;
} nodejs_import_t;

/* A `<Module name>` block: a copy of the whole tree, the block itself first. */
typedef struct {
  char *module_name;
  struct oconfig_item_s *item;
} nodejs_module_block_t;

typedef enum { NODEJS_FILTER_MATCH = 0, NODEJS_FILTER_TARGET } nodejs_filter_kind_t;

/* A `<Match "nodejs">` or `<Target "nodejs">` block of a <Chain>. */
typedef struct {
  nodejs_filter_kind_t kind;
  char *name;                  /* what `Name` says */
  struct oconfig_item_s *item; /* a copy of the whole tree, the block itself first */
} nodejs_filter_t;

typedef enum { NODEJS_ON_ERROR_DISABLE = 0, NODEJS_ON_ERROR_EXIT } nodejs_on_error_t;

typedef struct {
  nodejs_import_t *imports;
  size_t imports_num;
  nodejs_module_block_t *module_blocks; /* in file order */
  size_t module_blocks_num;
  nodejs_filter_t *filters; /* in file order */
  size_t filters_num;
  char **node_options; /* `NodeOption` lines, in file order */
  size_t node_options_num;
  const char *script_dir; /* where boot.js is */
  const char *libnode;    /* path of the libnode that was loaded */
  bool log_traces;
  bool log_prefix; /* of an import that does not say */
  bool statistics;
  nodejs_on_error_t on_error;
  size_t workers;           /* 0: one for each import, at most 8 */
  size_t write_queue_limit; /* value lists for each write callback */
  double shutdown_timeout;  /* seconds */
  double timeout;           /* seconds, of one callback; 0: the default */
  size_t heap_limit;        /* MiB, of one worker; 0: the default */
} nodejs_config_t;

typedef struct {
  uint32_t seam_version;
  uint32_t node_module_version; /* the ABI it was compiled for */
  /* Starts Node and the workers, imports and configures the modules, runs their
   * init callbacks, commits their registrations. Returns 0, or -1 after
   * logging why; OnError "exit" has called stop_collectd() by then. */
  int (*start)(const nodejs_config_t *config);
  /* Called once if start() was called, whatever start() returned.
   * The shutdown callback: drains, runs the modules' shutdown callbacks, stops
   * the workers, closes the gate. Returns 0, or -1. */
  int (*stop)(void);
  /* A value list meets filters[filter]. Any thread, between start() and stop();
   * waits a second at most, and not at all on a worker's own thread. match()
   * returns an FC_MATCH_*, invoke() an FC_TARGET_* and may change the list. */
  int (*match)(size_t filter, const struct data_set_s *ds, const struct value_list_s *vl);
  int (*invoke)(size_t filter, const struct data_set_s *ds, struct value_list_s *vl);
} nodejs_runtime_t;

/* The runtime's only exported function; its name is NODEJS_RUNTIME_SYMBOL. */
typedef const nodejs_runtime_t *(*nodejs_runtime_entry_t)(void);
#define NODEJS_RUNTIME_SYMBOL "collectd_nodejs_runtime"

#ifdef __cplusplus
}
#endif

#endif
