#include "collectd/calls/read_thread.h"

#include <pthread.h>
#include <string_view>

namespace nodejs {

bool is_read_thread() {
  char name[16] = "";
  return pthread_getname_np(pthread_self(), name, sizeof(name)) == 0 &&
         std::string_view(name).starts_with("reader#");
}

} // namespace nodejs
