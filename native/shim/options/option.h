/* One option of a configuration block: its value checked, its errors worded.
 *
 * A block is described by a table of rules. options_apply() walks over the
 * block, logs every error it meets and goes on, so that a user sees all of them
 * in one run. Config phase only (main thread, before the fork). */
#ifndef COLLECTD_NODEJS_SHIM_OPTIONS_OPTION_H
#define COLLECTD_NODEJS_SHIM_OPTIONS_OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "liboconfig/oconfig.h"

typedef struct {
  const oconfig_item_t *item; /* belongs to the daemon, gone after the callback */
  const char *block;          /* where it stands, for messages: "<Plugin nodejs>" */
} option_t;

/* `into` is what the option is written to. Returns 0, or -1 after logging why. */
typedef int (*option_apply_t)(const option_t *option, void *into);

typedef struct {
  const char *key;
  option_apply_t apply; /* NULL: known, but refused by this version */
  bool may_be_block;
} option_rule_t;

/* Applies the children of `block` in file order. Returns 0, or -1 if any failed. */
int options_apply(const oconfig_item_t *block, const char *block_name, const option_rule_t *rules,
                  size_t rules_num, void *into);

/* Logs "<the option as written> in <its block>: <message>". */
__attribute__((format(printf, 2, 3))) void option_error(const option_t *option, const char *format,
                                                        ...);

/* The same for an option that takes one of some words: `expected`, and the word that was meant. */
void option_word_error(const option_t *option, const char *expected, const char *const *words,
                       size_t words_num);

/* The single value of an option. When it is something else they log `expected`,
 * a sentence that tells the user what to write, and return false. A string
 * belongs to the daemon; copy it. */
bool option_string(const option_t *option, const char *expected, const char **value);
bool option_number(const option_t *option, const char *expected, double min, double max,
                   double *value);
bool option_whole_number(const option_t *option, const char *expected, size_t min, size_t max,
                         size_t *value);
/* The option `Timeout`: the deadline of one callback, in seconds. */
bool option_timeout(const option_t *option, double *seconds);
/* The option `HeapLimit`: memory of one worker, in MiB. */
bool option_heap_limit(const option_t *option, size_t *mebibytes);
bool option_boolean(const option_t *option, bool *value);

#endif
