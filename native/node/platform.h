// Node's and V8's state of the process: one per process, started once, after
// collectd's fork. Main thread only.
//
// Member order is destruction order read backwards: workers must be gone before
// the platform is.
#ifndef COLLECTD_NODEJS_NODE_PLATFORM_H
#define COLLECTD_NODEJS_NODE_PLATFORM_H

#include <memory>
#include <string>
#include <vector>

namespace node {
class MultiIsolatePlatform;
}

namespace nodejs {

class Platform {
public:
  // `options` are Node's and V8's command line options. Returns null and fills
  // `error` when Node refuses them.
  static std::unique_ptr<Platform> start(const std::vector<std::string> &options,
                                         std::string &error);
  // How many threads of its own it has.
  static size_t threads();
  // Only when every worker has been joined; otherwise leave it alone.
  ~Platform();
  Platform(const Platform &) = delete;
  Platform &operator=(const Platform &) = delete;

  node::MultiIsolatePlatform *platform() const { return platform_.get(); }
  const std::vector<std::string> &args() const { return args_; }
  const std::vector<std::string> &exec_args() const { return exec_args_; }

private:
  Platform() = default;

  std::vector<std::string> args_;
  std::vector<std::string> exec_args_;
  std::unique_ptr<node::MultiIsolatePlatform> platform_;
};

} // namespace nodejs

#endif
