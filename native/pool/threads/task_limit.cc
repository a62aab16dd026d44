#include "pool/threads/task_limit.h"

#include <fstream>
#include <optional>
#include <sys/resource.h>
#include <unistd.h>

namespace nodejs {

namespace {

std::optional<size_t> number_in(const std::string &file) {
  std::ifstream stream(file);
  size_t number = 0;
  if (!(stream >> number)) return std::nullopt; // none, or "max"
  return number;
}

// The directory itself, or one that it is in.
std::string limited_group(std::string directory, const std::string &top, size_t threads) {
  for (;;) {
    const auto most = number_in(directory + "/pids.max");
    const auto now = number_in(directory + "/pids.current");
    if (most && now && *now + threads > *most)
      return "the control group " + directory + " may have " + std::to_string(*most) +
             " tasks; raise TasksMax in collectd's systemd unit, or the container's limit of "
             "processes";
    const size_t end = directory.rfind('/');
    if (directory.size() <= top.size() || end == std::string::npos) return "";
    directory.resize(end);
  }
}

// Lines of /proc/self/cgroup: "0::/path" of the second version, "8:pids:/path" of the first.
std::string control_group(size_t threads) {
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    const size_t name = line.find(':');
    const size_t path = line.find(':', name + 1);
    if (path == std::string::npos) continue;
    const std::string controller = line.substr(name + 1, path - name - 1);
    if (!controller.empty() && controller != "pids") continue;
    const std::string top = controller.empty() ? "/sys/fs/cgroup" : "/sys/fs/cgroup/pids";
    std::string directory = top + line.substr(path + 1);
    if (directory.back() == '/') directory.pop_back();
    std::string found = limited_group(directory, top, threads);
    if (!found.empty()) return found;
  }
  return "";
}

std::optional<rlim_t> resource_limit(decltype(RLIMIT_NPROC) resource) {
  rlimit limit{};
  if (getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
  return limit.rlim_cur;
}

} // namespace

std::string describe_task_limit(size_t threads) {
  std::string group = control_group(threads);
  if (!group.empty()) return group;
  // Does not hold for root.
  const auto tasks = resource_limit(RLIMIT_NPROC);
  if (tasks && geteuid() != 0)
    return "the user " + std::to_string(geteuid()) + " may have " + std::to_string(*tasks) +
           " tasks (RLIMIT_NPROC); raise LimitNPROC in collectd's systemd unit, or ulimit -u";
  const auto memory = resource_limit(RLIMIT_AS);
  if (memory)
    return "collectd may have " + std::to_string(*memory >> 20) +
           " MiB of addresses (RLIMIT_AS); raise LimitAS in collectd's systemd unit, or ulimit -v";
  return "the system gives no more; see kernel.threads-max and kernel.pid_max (sysctl)";
}

} // namespace nodejs
