// Sockets in the file system that this process listens on, by their paths. A worker gets a
// descriptor; what is known here lets the next worker take a path over from one that was lost,
// and removes nothing that somebody else has put there.
//
// Any thread.
#ifndef COLLECTD_NODEJS_PROCESS_UNIX_LISTENER_H
#define COLLECTD_NODEJS_PROCESS_UNIX_LISTENER_H

#include <string>

namespace nodejs {

struct Listening {
  int fd = -1;       // the caller's
  std::string error; // why there is none
};

// Only collectd's own user can connect. Whoever in this process listened there before gets no
// connections any more.
Listening listen_at(const std::string &path);

// Removes the socket, if it is still the one that was made here.
void remove_listener(const std::string &path);

} // namespace nodejs

#endif
