// A worker: one thread with one Node environment (isolate, context, event loop).
// Modules live in a worker for their whole life.
//
//   starting --> running --> stopping --> stopped
//
//   starting or running --> stopping  the environment ended by itself, too
//   stopping --> lost                 it did not end in time and is left alone
//   running --> lost                  V8 is out of memory, or Node.js would end the process:
//                                     its thread is parked
//   stopping --> lost                 it is parked, because an addon would not bear its end
//
// Threads: post(), wake(), ask(), interrupt(), stop(), state() may be called by any thread; the
// environment is only touched by the worker's own thread, except for
// node::Stop(), which is called with environment_ locked, so that it stays alive
// meanwhile. No lock is held while JavaScript runs.
#ifndef COLLECTD_NODEJS_NODE_WORKER_H
#define COLLECTD_NODEJS_NODE_WORKER_H

#include "core/call.h"
#include "node/heap_guard.h"
#include "core/lockable.h"
#include "node/platform.h"
#include "core/pulse.h"
#include "node/stack_trace.h"
#include "node/thread_stack.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <node_api.h>
#include <optional>
#include <pthread.h>
#include <string>
#include <uv.h>
#include <vector>

namespace v8 {
class Isolate;
}
namespace node {
class CommonEnvironmentSetup;
class Environment;
} // namespace node

namespace nodejs {

class Worker {
public:
  enum class State : uint8_t { starting, running, stopping, stopped, lost };

  struct Options {
    std::string name;            // at most 15 characters: the thread's name
    bool with_inspector = false; // node:repl needs one
    std::string main_script;     // what LoadEnvironment() runs
    const char *binding_name;
    napi_addon_register_func binding; // process._linkedBinding(binding_name)
    void *data;                       // for the binding: Worker::current()->data()
    size_t heap_limit;                // bytes, ArrayBuffers included
    std::function<void()> on_thread_start;
    std::function<void()> on_wake; // on the worker, in a callback scope
    // On the worker, with JavaScript on the stack: an execution is about to be ended.
    // `alone`: only the call of ours that it is part of, the environment goes on.
    std::function<void(const std::vector<StackFrame> &frames, bool alone)> on_interrupted;
    // The place for the log, "file:line".
    std::function<std::string(const std::vector<StackFrame> &frames)> describe_location;
    std::function<void()> on_end; // on the worker, when no JavaScript runs any more
    // On the worker, when it has ended: why its environment cannot be taken down, or "".
    std::function<std::string()> why_to_leave;
    std::function<void()> on_change; // any thread: its state is another one
  };

  Worker(const Platform &platform, Options options);
  ~Worker();
  Worker(const Worker &) = delete;
  Worker &operator=(const Worker &) = delete;

  // Starts the thread. The outcome is that of `started`; it fails, too, where there are no
  // more tasks or no memory for one.
  void start(std::shared_ptr<Call> started);
  // Runs `task` on the worker, before values that wait. False when it cannot run
  // any more.
  bool post(std::function<void()> task);
  // Makes on_wake run soon.
  void wake();
  // Frees what starting left on its heap, in its own time.
  void collect_garbage();
  // Worker's thread: bytes of its JavaScript heap and the modules' ArrayBuffers.
  size_t heap_used() const;
  // Makes the event loop answer (pulse()) when it comes round.
  void ask();
  // Ends the execution that blocks the event loop: alone when it is inside a call of
  // ours, otherwise with its environment. `may_look_again`: when Node's own code runs
  // just then and no module's is on the stack, it goes on, and wants another look.
  void interrupt(bool may_look_again);
  // Whether the last interrupt() has done no more than look.
  bool wants_another_look() const { return wants_another_look_; }
  // Worker's thread, when a call of ours has returned: whether interrupt() has ended
  // it. JavaScript can be called again then.
  bool was_interrupted();
  // Ends JavaScript wherever it is. The first reason counts.
  void stop(const std::string &why = "");
  // It is left alone from here on.
  void give_up();
  // Waits for the thread; false: it is lost. When the state is stopped it does not wait.
  bool join_until(Clock::time_point deadline);

  State state() { return control_.lock()->state; }
  bool is_running() { return state() == State::running; }
  // Since when it is stopping.
  Clock::time_point stopping_since() { return control_.lock()->stopping_since; }
  // Its thread has nothing left to do; join_until() will not wait.
  bool has_ended() { return ended_->state() == Call::State::succeeded; }
  // Its thread waits for ever, and nothing of it will run any more.
  bool is_parked() { return ended_->state() == Call::State::failed; }
  Pulse &pulse() { return pulse_; }
  // Worker's thread: ArrayBuffers that are not the modules'.
  void exempt_from_heap(size_t bytes);
  void *data() const { return options_.data; }
  const std::string &name() const { return options_.name; }
  // Why it could not start or why it ended by itself.
  std::string error() { return control_.lock()->error; }

  // On a worker's thread: that worker; elsewhere null.
  static Worker *current();

private:
  struct Control {
    State state = State::starting;
    std::string error;
    std::vector<std::function<void()>> tasks;
    node::Environment *environment = nullptr; // null when it must not be stopped
    v8::Isolate *isolate = nullptr;           // as long as environment is there
    uv_async_t *async = nullptr;              // null when the loop must not be woken
    bool stop_requested = false;
    bool wake_requested = false;
    Clock::time_point stopping_since{}; // by deadline_clock()
    std::optional<pthread_t> thread;    // while it has not been joined
  };

  static void *run_thread(void *self);
  void run();
  bool load(node::CommonEnvironmentSetup &setup);
  void open_async(node::CommonEnvironmentSetup &setup);
  bool run_main_script(node::Environment *environment);
  void on_async();
  void run_in_callback_scope(const std::function<void()> &task);
  bool start_thread();
  void end(const std::string &error);
  void set_up_heap_guard(v8::Isolate *isolate);
  [[noreturn]] void leave(const std::string &what);
  void on_interrupt();
  [[noreturn]] void park(const std::string &why);
  static void begin_stopping(Control &control);
  void stop_environment(Control &control, const std::string &why);

  const Platform &platform_;
  const Options options_;
  Lockable<Control> control_;
  Pulse pulse_;
  std::atomic<bool> interrupt_requested_{false};
  std::atomic<bool> may_look_again_{false};
  std::atomic<bool> wants_another_look_{false};
  bool interrupted_ = false; // worker's thread
  bool is_leaving_ = false;  // worker's thread
  std::shared_ptr<Call> started_;
  std::shared_ptr<Call> ended_ = std::make_shared<Call>();
  uv_async_t async_{};
  std::unique_ptr<ThreadStack> stack_; // stays when the thread is lost
  node::CommonEnvironmentSetup *setup_ = nullptr;
  std::unique_ptr<HeapGuard> heap_guard_; // worker's thread
};

} // namespace nodejs

#endif
