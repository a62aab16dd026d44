// A worker: one thread with one Node environment (isolate, context, event loop).
// Modules live in a worker for their whole life.
//
//   starting --> running --> stopping --> stopped
//
//   starting or running --> stopped   the environment ended by itself
//   stopping --> lost                 it did not end in time and is left alone
//
// Threads: post(), wake(), stop(), state() may be called by any thread; the
// environment is only touched by the worker's own thread, except for
// node::Stop(), which is called with environment_ locked, so that it stays alive
// meanwhile. No lock is held while JavaScript runs.
#ifndef COLLECTD_NODEJS_WORKER_H
#define COLLECTD_NODEJS_WORKER_H

#include "call.h"
#include "lockable.h"
#include "platform.h"
#include "thread_stack.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <node_api.h>
#include <pthread.h>
#include <string>
#include <uv.h>
#include <vector>

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
    std::function<void()> on_thread_start;
    std::function<void()> on_wake; // on the worker, in a callback scope
    std::function<void()> on_end;  // on the worker, when no JavaScript runs any more
  };

  Worker(const Platform &platform, Options options);
  ~Worker();
  Worker(const Worker &) = delete;
  Worker &operator=(const Worker &) = delete;

  // Starts the thread. The outcome is that of `started`.
  void start(std::shared_ptr<Call> started);
  // Runs `task` on the worker, before values that wait. False when it cannot run
  // any more.
  bool post(std::function<void()> task);
  // Makes on_wake run soon.
  void wake();
  // Frees what starting left on its heap, in its own time.
  void collect_garbage();
  // Ends JavaScript wherever it is.
  void stop();
  // Waits for the thread; false: it is lost.
  bool join_until(Clock::time_point deadline);

  State state() { return control_.lock()->state; }
  bool is_running() { return state() == State::running; }
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
    uv_async_t *async = nullptr;              // null when the loop must not be woken
    bool stop_requested = false;
  };

  static void *run_thread(void *self);
  void run();
  bool load(node::CommonEnvironmentSetup &setup);
  void on_async();
  void run_in_callback_scope(const std::function<void()> &task);
  void end(const std::string &error);

  const Platform &platform_;
  const Options options_;
  Lockable<Control> control_;
  std::shared_ptr<Call> started_;
  std::shared_ptr<Call> ended_ = std::make_shared<Call>();
  uv_async_t async_{};
  std::unique_ptr<ThreadStack> stack_; // stays when the thread is lost
  pthread_t thread_{};
  bool has_thread_ = false;
  node::CommonEnvironmentSetup *setup_ = nullptr;
};

} // namespace nodejs

#endif
