// What starting Node leaves behind in memory.
#ifndef COLLECTD_NODEJS_NODE_STARTUP_PAGES_H
#define COLLECTD_NODEJS_NODE_STARTUP_PAGES_H

namespace nodejs {

// Starting Node touches most of libnode once: symbol tables, the sources of
// Node's own modules. Hands these pages back; those that are used come back
// from the page cache by themselves. Only what nothing can have written: the
// segments that are mapped without write permission. Free memory of malloc's goes
// back too. Any thread.
void release_startup_pages();

} // namespace nodejs

#endif
