#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const char *const keys[] = {
    "ModulePath",      "Import",          "Module",     "LogTraces",   "Encoding",
    "Workers",         "OnError",         "Import",     "ModulePath",  "Module",
    "WriteQueueLimit", "ShutdownTimeout", "NodeOption", "LibNode",     "Import",
    "Timeout",         "HeapLimit",       "Statistics", "Interactive", "Inspect",
    "Worker",          "Interval",        "NodeOption", "Name",        "Nonsense",
};

/* "FUZZ_DIR" stands for the absolute path of the directory with the modules. */
static const char *const strings[] = {
    "plugins",
    "plugins/open",
    "plugins/shared",
    "plugins/one.ts",
    "FUZZ_DIR/",
    "one",
    "two",
    "twice",
    "package",
    "one.d",
    "ONE",
    "deep.inside",
    "scoped",
    "scoped.ts",
    "missing",
    "disable",
    "exit",
    "utf-8",
    "--stack-trace-limit=30",
    "--inspect=0",
    "--debug",
    "--max_old_space-size=100",
    "--initial-heap-size",
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
    "FUZZ_DIR/one.d",
    "FUZZ_DIR/shared/one",
    "FUZZ_DIR/twice",
    "FUZZ_DIR/package//",
    "FUZZ_DIR/missing",
    "interactive",
    "FUZZ_DIR/interactive",
};

words_t option_keys(void) {
  return (words_t){keys, LENGTH(keys)};
}

words_t option_strings(void) {
  static const char *result[LENGTH(strings)];
  if (result[0] != NULL) return (words_t){result, LENGTH(result)};
  char *here = realpath("plugins", NULL);
  for (size_t i = 0; i < LENGTH(strings); i++) {
    const char *rest = strncmp(strings[i], "FUZZ_DIR", 8) == 0 ? strings[i] + 8 : NULL;
    char *text = NULL;
    if (rest == NULL)
      text = (char *)strings[i];
    else if (here == NULL || asprintf(&text, "%s%s", here, rest) < 0)
      abort();
    result[i] = text;
  }
  free(here);
  return (words_t){result, LENGTH(result)};
}
