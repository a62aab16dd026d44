#include "pool/runners.h"

#include "core/lockable.h"
#include "pool/quota.h"

#include <memory>
#include <vector>

namespace nodejs {

namespace {

struct Runner {
  uv_work_t work{};
  Quota *quota = nullptr;
};

struct Runners {
  uv_loop_t loop{};
  bool has_loop = uv_loop_init(&loop) == 0;
  std::vector<std::unique_ptr<Runner>> idle;
};

// Never freed: threads of the pool may be in it until the very end.
Lockable<Runners> &runners() {
  static auto *const all = std::make_unique<Lockable<Runners>>().release();
  return *all;
}

void run(uv_work_t *work) {
  static_cast<Runner *>(work->data)->quota->run_waiting();
}

// With the lock that start_runner() has.
std::vector<Runner *> &ended() {
  static std::vector<Runner *> all;
  return all;
}

void end(uv_work_t *work, int) {
  ended().push_back(static_cast<Runner *>(work->data));
}

} // namespace

bool start_runner(Quota &quota) {
  auto all = runners().lock();
  if (!all->has_loop) return false;
  uv_run(&all->loop, UV_RUN_NOWAIT);
  for (Runner *one : ended())
    all->idle.emplace_back(one);
  ended().clear();
  if (all->idle.empty()) all->idle.push_back(std::make_unique<Runner>());
  Runner *runner = all->idle.back().release();
  all->idle.pop_back();
  runner->quota = &quota;
  runner->work.data = runner;
  uv_queue_work(&all->loop, &runner->work, run, end); // it comes back as one that has ended
  return true;
}

} // namespace nodejs
