#include "seats/seat.h"

#include "seats/script.h"

#include <algorithm>

namespace nodejs {

Seat::Seat(size_t index) : index(index), inbox([this] { wake(); }) {}

void Seat::add_module(size_t module) {
  modules.push_back(module);
  filter_budgets_.emplace(module, std::make_unique<FilterBudget>());
}

void Seat::set_phase(Phase phase) {
  phase_ = phase;
  inbox.set_running(phase == Phase::ready);
  if (phase == Phase::ready) wake();
}

void Seat::end_start() {
  Phase starting = Phase::starting;
  if (phase_.compare_exchange_strong(starting, Phase::ready)) set_phase(Phase::ready);
}

bool Seat::is_running() {
  return phase_ == Phase::ready && has_running_worker();
}

bool Seat::has_running_worker() {
  const std::shared_ptr<Worker> current = worker();
  return current && current->is_running();
}

// The last one may be freed here: not with the lock held.
void Seat::set_worker(std::shared_ptr<Worker> worker) {
  if (worker) is_vacant_ = false;
  worker_.lock()->swap(worker);
}

void Seat::vacate() {
  breaker.forget_late();
  is_vacant_ = true;
}

namespace {

// Owned by a posted task: a task that is dropped unrun must not leave somebody
// waiting for its call.
class PostedCall {
public:
  explicit PostedCall(std::shared_ptr<Call> call) : call_(std::move(call)) {}
  ~PostedCall() {
    if (call_->state() == Call::State::queued) call_->settle(false);
  }
  PostedCall(const PostedCall &) = delete;
  PostedCall &operator=(const PostedCall &) = delete;

  const std::shared_ptr<Call> &start() {
    call_->start();
    return call_;
  }

private:
  std::shared_ptr<Call> call_;
};

} // namespace

bool Seat::post(std::shared_ptr<Call> call, Step step) {
  const std::shared_ptr<Worker> current = worker();
  if (!current) return false;
  auto posted = std::make_shared<PostedCall>(std::move(call));
  return current->post([posted, step = std::move(step)] {
    if (Script::exists()) step(Script::current(), posted->start());
  });
}

void Seat::wake() {
  if (const std::shared_ptr<Worker> current = worker()) current->wake();
}

void Seat::add(std::shared_ptr<Registration> registration) {
  auto queued = queued_.lock();
  const auto after = std::upper_bound(
      queued->begin(), queued->end(), registration,
      [](const auto &one, const auto &other) { return one->turn() < other->turn(); });
  queued->insert(after, std::move(registration));
}

std::vector<std::shared_ptr<Registration>> Seat::queued() {
  return *queued_.lock();
}

std::vector<WriteQueue *> Seat::write_queues_of(size_t module) {
  std::vector<WriteQueue *> queues;
  const auto queued = queued_.lock();
  for (const auto &registration : *queued) {
    WriteQueue *queue = registration->write_queue();
    if (queue != nullptr && registration->is_active() && registration->registrant.module == module)
      queues.push_back(queue);
  }
  return queues;
}

} // namespace nodejs
