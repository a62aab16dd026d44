#include "seats/registration.h"

namespace nodejs {

user_data_t Registration::user_data() {
  auto reference = std::make_unique<std::shared_ptr<Registration>>(shared_from_this());
  return user_data_t{reference.release(), [](void *data) {
                       const std::unique_ptr<std::shared_ptr<Registration>> freed(
                           static_cast<std::shared_ptr<Registration> *>(data));
                     }};
}

} // namespace nodejs
