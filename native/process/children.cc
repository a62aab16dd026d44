#include "process/children.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace nodejs {

namespace {

constexpr int kGraceTicks = 2;

// Whether there is a zombie at all: nearly always there is none.
bool has_zombie() {
  siginfo_t info{};
  return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

bool is_own_zombie(pid_t pid) {
  char path[32], text[512];
  std::snprintf(path, sizeof(path), "/proc/%d/stat", static_cast<int>(pid));
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const ssize_t size = read(fd, text, sizeof(text) - 1);
  close(fd);
  text[size < 0 ? 0 : size] = '\0';
  const char *name_end = std::strrchr(text, ')');
  char state = 0;
  int parent = 0;
  return name_end != nullptr && std::sscanf(name_end + 1, " %c %d", &state, &parent) == 2 &&
         state == 'Z' && parent == getpid();
}

std::vector<pid_t> own_zombies() {
  std::vector<pid_t> found;
  const std::unique_ptr<DIR, int (*)(DIR *)> directory(opendir("/proc"), closedir);
  if (!directory) return found;
  while (const dirent *entry = readdir(directory.get())) {
    const auto pid = static_cast<pid_t>(std::atoi(entry->d_name));
    if (pid > 0 && is_own_zombie(pid)) found.push_back(pid);
  }
  return found;
}

} // namespace

void Children::add(pid_t pid, Owner owner, OnLost on_lost) {
  auto state = state_.lock();
  state->children.insert_or_assign(pid, Child{owner, std::move(on_lost)});
  state->zombies.erase(pid);
}

void Children::remove(pid_t pid, Owner owner) {
  auto state = state_.lock();
  const auto found = state->children.find(pid);
  if (found != state->children.end() && found->second.owner == owner) state->children.erase(found);
}

void Children::drop(Owner owner) {
  auto state = state_.lock();
  std::erase_if(state->children,
                [owner](const auto &child) { return child.second.owner == owner; });
}

void Children::collect(State &state) {
  std::map<pid_t, int> waiting;
  if (has_zombie()) {
    for (const pid_t pid : own_zombies()) {
      if (state.children.contains(pid)) continue;
      const auto before = state.zombies.find(pid);
      const int ticks = before == state.zombies.end() ? 0 : before->second + 1;
      if (ticks < kGraceTicks || waitpid(pid, nullptr, WNOHANG) == 0) waiting.emplace(pid, ticks);
    }
  }
  state.zombies = std::move(waiting);
}

std::vector<std::pair<pid_t, Children::OnLost>> Children::take_lost(State &state) {
  std::vector<std::pair<pid_t, OnLost>> lost;
  for (auto &[pid, child] : state.children) {
    const bool is_gone = kill(pid, 0) != 0 && errno == ESRCH;
    child.ticks_missing = is_gone ? child.ticks_missing + 1 : 0;
    if (child.ticks_missing >= kGraceTicks) lost.emplace_back(pid, std::move(child.on_lost));
  }
  for (const auto &[pid, on_lost] : lost)
    state.children.erase(pid);
  return lost;
}

void Children::tick() {
  std::vector<std::pair<pid_t, OnLost>> lost;
  {
    auto state = state_.lock();
    collect(*state);
    lost = take_lost(*state);
  }
  for (const auto &[pid, on_lost] : lost)
    if (on_lost) on_lost(pid);
}

} // namespace nodejs
