#ifndef COLLECTD_NODEJS_FUZZ_MODULE_PATHS_H
#define COLLECTD_NODEJS_FUZZ_MODULE_PATHS_H

void forget_module_paths(void);

#endif
