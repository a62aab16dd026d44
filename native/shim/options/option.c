#include "shim/options/option.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "configfile.h"
#include "plugin.h"
#include "shim/closest_word.h"
#include "shim/text.h"
#include "utils/common/common.h"

/* More than an address space has to offer. */
#if UINTPTR_MAX > UINT32_MAX
#define HEAP_LIMIT_MOST_MIB 65536
#define HEAP_LIMIT_MOST "65536"
#else
#define HEAP_LIMIT_MOST_MIB 1024
#define HEAP_LIMIT_MOST "1024"
#endif

static void add_as_written(text_t *text, const oconfig_item_t *item) {
  /* An empty block looks like a line: the daemon's parser does not tell. */
  bool block = item->children_num > 0;
  text_add(text, "%s%s", block ? "<" : "", SHOWN(item->key));
  for (int i = 0; i < item->values_num; i++) {
    const oconfig_value_t *value = &item->values[i];
    if (i == 4) {
      text_add(text, " ...");
      break;
    }
    if (value->type == OCONFIG_TYPE_STRING)
      text_add(text, " \"%s\"", text_shown((char[128]){0}, 128, value->value.string));
    else if (value->type == OCONFIG_TYPE_NUMBER)
      text_add(text, " %.15g", value->value.number);
    else
      text_add(text, " %s", value->value.boolean ? "true" : "false");
  }
  text_add(text, "%s", block ? ">" : "");
}

void option_error(const option_t *option, const char *format, ...) {
  char message[TEXT_SIZE];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof(message), format, arguments);
  va_end(arguments);

  text_t text = {0};
  add_as_written(&text, option->item);
  text_add(&text, " in %s: %s", option->block, message);
  text_log(LOG_ERR, &text);
}

static const oconfig_value_t *single_value(const option_t *option, int type) {
  const oconfig_item_t *item = option->item;
  return item->values_num == 1 && item->values[0].type == type ? &item->values[0] : NULL;
}

bool option_string(const option_t *option, const char *expected, const char **value) {
  const oconfig_value_t *found = single_value(option, OCONFIG_TYPE_STRING);
  if (found == NULL || found->value.string[0] == '\0') {
    option_error(option, "%s.", expected);
    return false;
  }
  *value = found->value.string;
  return true;
}

bool option_number(const option_t *option, const char *expected, double min, double max,
                   double *value) {
  const oconfig_value_t *found = single_value(option, OCONFIG_TYPE_NUMBER);
  /* Written so that NaN fails, too. */
  if (found == NULL || !(found->value.number >= min && found->value.number <= max)) {
    option_error(option, "%s.", expected);
    return false;
  }
  *value = found->value.number;
  return true;
}

bool option_whole_number(const option_t *option, const char *expected, size_t min, size_t max,
                         size_t *value) {
  double number;
  if (!option_number(option, expected, (double)min, (double)max, &number)) return false;
  if (number != (double)(size_t)number) {
    option_error(option, "%s.", expected);
    return false;
  }
  *value = (size_t)number;
  return true;
}

bool option_timeout(const option_t *option, double *seconds) {
  return option_number(option, "give one number of seconds from 0.1 to 3600", 0.1, 3600, seconds);
}

bool option_heap_limit(const option_t *option, size_t *mebibytes) {
  return option_whole_number(option, "give one whole number of MiB from 16 to " HEAP_LIMIT_MOST, 16,
                             HEAP_LIMIT_MOST_MIB, mebibytes);
}

void option_word_error(const option_t *option, const char *expected, const char *const *words,
                       size_t words_num) {
  const oconfig_value_t *given = single_value(option, OCONFIG_TYPE_STRING);
  closest_word_t search;
  closest_word_start(&search, given != NULL ? given->value.string : "");
  for (size_t i = 0; i < words_num; i++)
    closest_word_offer(&search, words[i]);
  const char *word = closest_word_found(&search);
  option_error(option, "%s.%s%s%s", expected, word != NULL ? " Did you mean \"" : "",
               word != NULL ? word : "", word != NULL ? "\"?" : "");
}

bool option_boolean(const option_t *option, bool *value) {
  const oconfig_value_t *string = single_value(option, OCONFIG_TYPE_STRING);
  bool quoted = string != NULL && (IS_TRUE(string->value.string) || IS_FALSE(string->value.string));
  if (!quoted && single_value(option, OCONFIG_TYPE_BOOLEAN) == NULL) {
    static const char *const words[] = {"true", "false"};
    option_word_error(option, "give true or false", words, 2);
    return false;
  }
  /* Takes "true" in quotes with a warning, as everywhere in collectd. */
  return cf_util_get_boolean(option->item, value) == 0;
}

static void unknown(const option_t *option, const option_rule_t *rules, size_t rules_num) {
  text_t text = {0};
  text_add(&text, "Unknown option \"%s\" in %s.", SHOWN(option->item->key), option->block);
  closest_word_t search;
  closest_word_start(&search, option->item->key);
  for (size_t i = 0; i < rules_num; i++)
    if (rules[i].apply != NULL) closest_word_offer(&search, rules[i].key);
  const char *name = closest_word_found(&search);
  if (name != NULL) text_add(&text, " Did you mean \"%s\"?", name);
  text_add(&text, " Allowed are");
  const char *separator = " ";
  for (size_t i = 0; i < rules_num; i++) {
    if (rules[i].apply == NULL) continue;
    text_add(&text, "%s%s", separator, rules[i].key);
    separator = ", ";
  }
  text_add(&text, ".");
  text_log(LOG_ERR, &text);
}

static int apply_one(const option_t *option, const option_rule_t *rules, size_t rules_num,
                     void *into) {
  for (size_t i = 0; i < rules_num; i++) {
    if (strcasecmp(rules[i].key, option->item->key) != 0) continue;
    if (rules[i].apply == NULL) {
      option_error(option, "this option is not supported by this version; remove it.");
      return -1;
    }
    if (option->item->children_num > 0 && !rules[i].may_be_block) {
      option_error(option, "this option is a line, not a block.");
      return -1;
    }
    return rules[i].apply(option, into);
  }
  unknown(option, rules, rules_num);
  return -1;
}

int options_apply(const oconfig_item_t *block, const char *block_name, const option_rule_t *rules,
                  size_t rules_num, void *into) {
  int status = 0;
  for (int i = 0; i < block->children_num; i++) {
    option_t option = {.item = &block->children[i], .block = block_name};
    if (apply_one(&option, rules, rules_num, into) != 0) status = -1;
  }
  return status;
}
