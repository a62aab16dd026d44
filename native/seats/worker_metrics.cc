#include "seats/worker_metrics.h"

#include "seats/seat.h"

#include <algorithm>
#include <cmath>

namespace nodejs {

namespace {

double seconds_since(Clock::time_point time) {
  return std::chrono::duration<double>(Clock::now() - time).count();
}

} // namespace

void WorkerMetrics::ask(Seat &seat) {
  uint64_t question;
  const auto call = std::make_shared<Call>();
  {
    auto data = data_.lock();
    if (!seat.is_running()) {
      data->asked_at.reset();
      data->heap.reset();
      return;
    }
    if (data->asked_at && !is_settled(data->call->state())) return;
    data->call = call;
    data->asked_at = Clock::now();
    question = ++data->question;
  }
  const bool posted =
      seat.post(call, [&seat, question](Script &, const std::shared_ptr<Call> &answered) {
        seat.metrics.answer(question);
        answered->settle(true);
      });
  if (!posted) call->settle(false);
}

void WorkerMetrics::answer(uint64_t question) {
  const size_t heap = Worker::current()->heap_used();
  auto data = data_.lock();
  if (!data->asked_at || question != data->question) return;
  const double delay = seconds_since(*data->asked_at);
  data->asked_at.reset();
  data->answers++;
  data->delays += delay;
  data->longest_delay = std::max(data->longest_delay, delay);
  data->heap = heap;
}

WorkerMetrics::Report WorkerMetrics::report() {
  auto data = data_.lock();
  if (data->asked_at) {
    const double delay = seconds_since(*data->asked_at);
    data->answers++;
    data->delays += delay;
    data->longest_delay = std::max(data->longest_delay, delay);
  }
  Report report{NAN, NAN, data->heap ? static_cast<double>(*data->heap) : NAN};
  if (data->answers > 0) {
    report.mean_delay = data->delays / static_cast<double>(data->answers);
    report.longest_delay = data->longest_delay;
  }
  data->answers = 0;
  data->delays = 0;
  data->longest_delay = 0;
  return report;
}

} // namespace nodejs
