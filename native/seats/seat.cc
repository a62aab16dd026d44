#include "seats/seat.h"

#include "callbacks/flush_callback.h"
#include "callbacks/log_callback.h"
#include "callbacks/notification_callback.h"
#include "callbacks/write_callback.h"

namespace nodejs {

Seat::Seat(size_t index) : index(index), inbox([this] { wake(); }) {}

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

uint64_t Seat::progress() {
  uint64_t progress = 0;
  for (const auto &write : writes())
    progress += write->write_queue().progress();
  return progress;
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
  return current->post([posted, step = std::move(step)] { step(posted->start()); });
}

void Seat::wake() {
  if (const std::shared_ptr<Worker> current = worker()) current->wake();
}

void Seat::add(std::shared_ptr<WriteCallback> registration) {
  queued_.lock()->writes.push_back(std::move(registration));
}

void Seat::add(std::shared_ptr<LogCallback> registration) {
  queued_.lock()->logs.push_back(std::move(registration));
}

void Seat::add(std::shared_ptr<FlushCallback> registration) {
  queued_.lock()->flushes.push_back(std::move(registration));
}

void Seat::add(std::shared_ptr<NotificationCallback> registration) {
  queued_.lock()->notifications.push_back(std::move(registration));
}

std::vector<std::shared_ptr<FlushCallback>> Seat::flushes() {
  return queued_.lock()->flushes;
}

std::vector<std::shared_ptr<NotificationCallback>> Seat::notifications() {
  return queued_.lock()->notifications;
}

std::vector<WriteQueue *> Seat::write_queues_of(size_t module) {
  std::vector<WriteQueue *> queues;
  for (const auto &write : queued_.lock()->writes)
    if (write->is_active() && write->registrant.module == module)
      queues.push_back(&write->write_queue());
  return queues;
}

std::vector<std::shared_ptr<WriteCallback>> Seat::writes() {
  return queued_.lock()->writes;
}

std::vector<std::shared_ptr<LogCallback>> Seat::logs() {
  return queued_.lock()->logs;
}

} // namespace nodejs
