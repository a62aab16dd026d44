// Loads a library a second time, with data of its own.
#ifndef COLLECTD_NODEJS_ADDONS_PRIVATE_COPY_H
#define COLLECTD_NODEJS_ADDONS_PRIVATE_COPY_H

namespace nodejs {

// As dlopen(), from a copy of the file that nothing else uses; dlerror() says why there is none.
// The libraries it needs are those that the first one brought.
void *open_private_copy(const char *file, int flags);

} // namespace nodejs

#endif
