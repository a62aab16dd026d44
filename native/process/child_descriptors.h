// The descriptors of this process are not for its children: collectd and its plugins open
// sockets and files that would outlive collectd in a child, and keep their ports and locks.
#ifndef COLLECTD_NODEJS_PROCESS_CHILD_DESCRIPTORS_H
#define COLLECTD_NODEJS_PROCESS_CHILD_DESCRIPTORS_H

namespace nodejs {

// Before a child is started: all but the standard ones are closed in it. What its parent gives
// it is put in place by libuv after that. Any thread.
void keep_descriptors_from_children();

} // namespace nodejs

#endif
