// Whether this process may write code and then run it.
#ifndef COLLECTD_NODEJS_NODE_EXECUTABLE_MEMORY_H
#define COLLECTD_NODEJS_NODE_EXECUTABLE_MEMORY_H

namespace nodejs {

// False with MemoryDenyWriteExecute of systemd (a filter of system calls, or PR_SET_MDWE),
// and where SELinux does not give execmem: V8 ends the process then, unless it compiles
// nothing.
bool may_make_executable();

} // namespace nodejs

#endif
