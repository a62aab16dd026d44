/* <Match "nodejs"> and <Target "nodejs"> blocks, as the daemon's chains use them. */
#ifndef COLLECTD_NODEJS_FUZZ_FILTERS_H
#define COLLECTD_NODEJS_FUZZ_FILTERS_H

#include <stdbool.h>

#include <liboconfig/oconfig.h>

/* Once. */
void filters_start(void);

/* What was taken answers, with a runtime and without one. */
void filters_create(const oconfig_item_t *block, bool is_match);

#endif
