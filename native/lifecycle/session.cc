#include "lifecycle/session.h"

namespace nodejs {

Session &session() {
  static Session *const the_session = std::make_unique<Session>().release();
  return *the_session;
}

} // namespace nodejs
