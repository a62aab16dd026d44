#include "seats/circuit_breaker.h"

namespace nodejs {

CircuitBreaker::Finding CircuitBreaker::look(bool is_running) {
  auto data = data_.lock();
  if (!is_running) {
    const bool first = data->state != State::stopped;
    *data = {State::stopped, nullptr};
    return first ? Finding::stopped : Finding::silent;
  }
  if (data->state == State::answering) return Finding::answers;
  if (data->late && !is_settled(data->late->state())) return Finding::silent;
  *data = {State::answering, nullptr};
  return Finding::answers_again;
}

bool CircuitBreaker::begin(std::shared_ptr<Call> late) {
  auto data = data_.lock();
  if (data->state != State::answering) return false;
  *data = {State::late, std::move(late)};
  return true;
}

void CircuitBreaker::forget_late() {
  auto data = data_.lock();
  if (data->state == State::late) *data = {State::stopped, nullptr};
}

} // namespace nodejs
