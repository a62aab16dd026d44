// All functions of libuv's that use its thread pool, and where they are called.
#ifndef COLLECTD_NODEJS_POOL_FUNCTIONS_H
#define COLLECTD_NODEJS_POOL_FUNCTIONS_H

#include "core/redirect.h"

namespace nodejs {

// As redirect(), in libnode.
size_t redirect_libnode(const std::vector<Redirection> &redirections);
// Main thread, before the first event loop. False: nothing could be limited.
bool limit_libnode();
// An addon that dlopen() has just loaded.
void limit_addon(void *handle);

} // namespace nodejs

#endif
