/* What the texts of a configuration are likely to be. */
#ifndef COLLECTD_NODEJS_FUZZ_WORDS_H
#define COLLECTD_NODEJS_FUZZ_WORDS_H

#include "oconfig_input.h"

words_t option_keys(void);
/* Some name what is below the current directory; see scripts/fuzz.mjs. */
words_t option_strings(void);

#endif
