/* Dispatches what only a C plugin can: identifiers that are not UTF-8. */
#include "plugin.h"

#include <string.h>

static void dispatch(const char *plugin_instance, const char *type_instance, double time) {
  value_t value = {.gauge = time};
  value_list_t list = VALUE_LIST_INIT;
  list.values = &value;
  list.values_len = 1;
  list.time = DOUBLE_TO_CDTIME_T(1732177000 + time);
  strcpy(list.plugin, "odd");
  strcpy(list.plugin_instance, plugin_instance);
  strcpy(list.type, "gauge");
  strcpy(list.type_instance, type_instance);
  plugin_dispatch_values(&list);
}

static int odd_read(void) {
  static double time;
  /* latin-1, a cut euro sign, an overlong slash, a surrogate, past U+10FFFF */
  static const char *const texts[] = {"caf\xe9",          "\xe2\x82",
                                      "\xc0\xaf",         "\xed\xa0\x80",
                                      "\xf4\x90\x80\x80", "gr\xc3\xbc\xc3\x9f \xf0\x9f\x8c\xa1"};
  for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
    dispatch("", texts[i], time);
  dispatch("\xff", "", time++);
  return 0;
}

void module_register(void) {
  plugin_register_read("odd", odd_read);
}
