/* A way back to the beginning for what keeps what it was told. */
#ifndef COLLECTD_NODEJS_FUZZ_FORGET_H
#define COLLECTD_NODEJS_FUZZ_FORGET_H

#include "shim/options/options.h"

/* Once, before the first block. */
void remember_beginning(void);

void forget(void);

#endif
