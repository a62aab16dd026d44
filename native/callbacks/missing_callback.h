// A missing callback: collectd's main thread tells what has not been updated for
// long, and goes on.
#ifndef COLLECTD_NODEJS_CALLBACKS_MISSING_CALLBACK_H
#define COLLECTD_NODEJS_CALLBACKS_MISSING_CALLBACK_H

#include "callbacks/write_callback.h"

namespace nodejs {

class MissingCallback : public WriteCallback {
public:
  MissingCallback(uint32_t id, std::string identifier, Registrant registrant)
      : WriteCallback(id, std::move(identifier), std::move(registrant), Kind::missing) {}

  int commit() override;

private:
  void on_missing(const value_list_t &value_list);
};

} // namespace nodejs

#endif
