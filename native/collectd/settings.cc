#include "collectd/settings.h"

namespace nodejs {

Settings &settings() {
  static Settings the_settings;
  return the_settings;
}

} // namespace nodejs
