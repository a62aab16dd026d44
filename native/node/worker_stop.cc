// How a worker is ended, as a whole or only what it runs.
#include "core/deadline_clock.h"
#include "node/worker.h"

#include <node.h>
#include <unistd.h>

namespace nodejs {

namespace {

std::string in_mebibytes(size_t bytes) {
  return std::to_string(bytes >> 20) + " MiB";
}

} // namespace

void Worker::begin_stopping(Control &control) {
  if (control.state != State::starting && control.state != State::running) return;
  control.state = State::stopping;
  control.stopping_since = deadline_clock().now();
}

void Worker::stop_environment(Control &control, const std::string &why) {
  control.stop_requested = true;
  if (control.error.empty()) control.error = why;
  begin_stopping(control);
  if (control.environment != nullptr) node::Stop(control.environment);
}

void Worker::stop(const std::string &why) {
  auto control = control_.lock();
  stop_environment(*control, why);
}

void Worker::ask() {
  auto control = control_.lock();
  if (control->async == nullptr) return;
  pulse_.ask();
  uv_async_send(control->async);
}

void Worker::interrupt(bool may_look_again) {
  auto control = control_.lock();
  if (control->isolate == nullptr) return;
  may_look_again_ = may_look_again;
  wants_another_look_ = false;
  interrupt_requested_ = true;
  control->isolate->RequestInterrupt(
      [](v8::Isolate *, void *) {
        // On the worker's thread, perhaps when another worker has taken its place.
        if (Worker::current() != nullptr) Worker::current()->on_interrupt();
      },
      nullptr);
}

void Worker::on_interrupt() {
  if (!interrupt_requested_.exchange(false)) return;
  // It has come out of it by itself meanwhile.
  if (pulse_.has_answered()) return;
  const std::vector<StackFrame> frames = current_stack(v8::Isolate::GetCurrent());
  if (may_look_again_ && options_.describe_location(frames).empty()) {
    wants_another_look_ = true;
    return;
  }
  const bool alone = pulse_.is_inside();
  options_.on_interrupted(frames, alone);
  auto control = control_.lock();
  if (control->stop_requested) return;
  if (!alone) {
    stop_environment(*control, "it was blocked");
    return;
  }
  interrupted_ = true;
  control->isolate->TerminateExecution();
}

bool Worker::was_interrupted() {
  if (!std::exchange(interrupted_, false)) return false;
  auto control = control_.lock();
  if (control->stop_requested || control->isolate == nullptr) return false;
  control->isolate->CancelTerminateExecution();
  return true;
}

void Worker::set_up_heap_guard(v8::Isolate *isolate) {
  heap_guard_ = std::make_unique<HeapGuard>(
      isolate, options_.heap_limit,
      [this, isolate] {
        std::string why = "it used more than its HeapLimit of " + in_mebibytes(options_.heap_limit);
        const std::string location = options_.describe_location(current_stack(isolate));
        if (!location.empty()) why += ", at " + location;
        stop(why);
      },
      [this] { park("it used more than its HeapLimit of " + in_mebibytes(options_.heap_limit)); });
}

void Worker::exempt_from_heap(size_t bytes) {
  if (heap_guard_) heap_guard_->exempt(bytes);
}

// Whatever has called that took its caller for broken. Where it is, is looked up once: what comes
// back here meanwhile has failed in that.
void Worker::leave(const std::string &what) {
  std::string why = "Node.js would have ended the process (" + what + ")";
  v8::Isolate *isolate = v8::Isolate::GetCurrent();
  const bool may_look = isolate != nullptr && setup_ != nullptr && heap_guard_ != nullptr &&
                        !heap_guard_->is_collecting() && !std::exchange(is_leaving_, true);
  const std::string location = may_look ? options_.describe_location(current_stack(isolate)) : "";
  park(location.empty() ? why : why + ", at " + location);
}

// V8, or an addon, would end the process next. This thread keeps all that it holds, and its
// isolate all that it uses.
void Worker::park(const std::string &why) {
  {
    auto control = control_.lock();
    if (control->error.empty() || control->environment == nullptr)
      control->error = why + (control->error.empty() ? "" : " (" + control->error + ")");
    control->state = State::lost;
  }
  started_->settle(false);
  ended_->settle(false);
  if (options_.on_change) options_.on_change();
  for (;;)
    pause();
}

void Worker::give_up() {
  auto control = control_.lock();
  if (control->state != State::lost) stop_environment(*control, "");
  control->state = State::lost;
  control->tasks.clear();
}

void Worker::end(const std::string &error) {
  {
    auto control = control_.lock();
    if (control->error.empty()) control->error = error;
    control->tasks.clear();
  }
  started_->settle(false);
  // Before the state says so: whoever sees it joins the thread, and frees what it uses.
  ended_->settle(true);
  {
    auto control = control_.lock();
    if (control->state != State::lost) control->state = State::stopped;
  }
  if (options_.on_change) options_.on_change();
}

bool Worker::join_until(Clock::time_point deadline) {
  const std::optional<pthread_t> thread = control_.lock()->thread;
  if (!thread) return true;
  if (ended_->wait_until(deadline) != Call::State::succeeded) {
    control_.lock()->state = State::lost;
    return false;
  }
  pthread_join(*thread, nullptr);
  control_.lock()->thread.reset();
  stack_.reset();
  return true;
}

} // namespace nodejs
