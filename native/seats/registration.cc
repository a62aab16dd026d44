#include "seats/registration.h"

namespace nodejs {

const char *name_of(Kind kind) {
  switch (kind) {
  case Kind::config:
    return "config";
  case Kind::init:
    return "init";
  case Kind::read:
    return "read";
  case Kind::write:
    return "write";
  case Kind::log:
    return "log";
  case Kind::shutdown:
    return "shutdown";
  case Kind::flush:
    return "flush";
  case Kind::notification:
    return "notification";
  case Kind::missing:
    return "missing";
  case Kind::cache_event:
    return "cache_event";
  case Kind::match:
    return "match";
  case Kind::target:
    return "target";
  }
  return "unknown";
}

user_data_t Registration::user_data() {
  auto reference = std::make_unique<std::shared_ptr<Registration>>(shared_from_this());
  return user_data_t{reference.release(), [](void *data) {
                       const std::unique_ptr<std::shared_ptr<Registration>> freed(
                           static_cast<std::shared_ptr<Registration> *>(data));
                     }};
}

} // namespace nodejs
