// How a worker is started in a seat: the only place that makes one.
#ifndef COLLECTD_NODEJS_SUPERVISION_WORKER_STARTER_H
#define COLLECTD_NODEJS_SUPERVISION_WORKER_STARTER_H

#include "node/platform.h"
#include "node/worker.h"
#include "script/services.h"

#include <functional>
#include <memory>

namespace nodejs {

class WorkerStarter {
public:
  // `platform` is there before the first start. `on_change`: the state of a worker is
  // another one; any thread.
  WorkerStarter(Services &services, const std::unique_ptr<Platform> &platform,
                std::function<void()> on_change);
  WorkerStarter(const WorkerStarter &) = delete;
  WorkerStarter &operator=(const WorkerStarter &) = delete;

  // The seat is vacant. The outcome of the call is that of the start, which takes 50 to
  // 100 ms; workers may be started side by side. Main thread, or one of the supervisor's.
  std::shared_ptr<Call> start(Seat &seat) const;

private:
  Worker::Options options_for(Seat &seat) const;

  Services &services_;
  const std::unique_ptr<Platform> &platform_;
  const std::function<void()> on_change_;
};

// How long to wait for that.
constexpr auto kWorkerStartPatience = std::chrono::minutes(1);

} // namespace nodejs

#endif
