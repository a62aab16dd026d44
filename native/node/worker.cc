#include "node/worker.h"

#include "core/thread.h"
#include "node/last_exit.h"

#include <csignal>
#include <exception>

#include <node.h>

namespace nodejs {

namespace {

constexpr size_t kStackSize = size_t{4} << 20;
// V8 may use this much of it; the rest is for native code below JavaScript.
constexpr size_t kStackForV8 = size_t{3} << 20;

thread_local Worker *current_worker = nullptr;

// A worker owns neither the process' state nor the inspector: the inspector
// would take SIGUSR1, and a second one makes Node abort.
node::EnvironmentFlags::Flags environment_flags(bool with_inspector) {
  uint64_t flags = node::EnvironmentFlags::kTrackUnmanagedFds;
  if (!with_inspector) flags |= node::EnvironmentFlags::kNoCreateInspector;
#if NODE_MAJOR_VERSION >= 20
  flags |= node::EnvironmentFlags::kNoStartDebugSignalHandler |
           node::EnvironmentFlags::kNoWaitForInspectorFrontend;
#endif
  return static_cast<node::EnvironmentFlags::Flags>(flags);
}

// V8's profiler, which has a handler only while it runs, interrupts the thread that it
// samples by this signal.
void take_samples() {
  sigset_t profiler;
  sigemptyset(&profiler);
  sigaddset(&profiler, SIGPROF);
  pthread_sigmask(SIG_UNBLOCK, &profiler, nullptr);
}

// The first line of what was thrown.
std::string describe(v8::Isolate *isolate, const v8::TryCatch &thrown) {
  if (!thrown.HasCaught() || thrown.Exception().IsEmpty()) return "its first script failed";
  const v8::String::Utf8Value utf8(isolate, thrown.Exception());
  const std::string text = *utf8 == nullptr ? "" : *utf8;
  return text.substr(0, text.find('\n'));
}

} // namespace

Worker *Worker::current() {
  return current_worker;
}

Worker::Worker(const Platform &platform, Options options)
    : platform_(platform), options_(std::move(options)) {}

Worker::~Worker() {
  if (control_.lock()->thread) // lost: it still runs on its stack
    static_cast<void>(stack_.release());
}

void Worker::start(std::shared_ptr<Call> started) {
  started_ = std::move(started);
  started_->start();
  try {
    stack_ = std::make_unique<ThreadStack>(kStackSize);
  } catch (const std::bad_alloc &) {
    end("there is no memory for its stack");
    return;
  }
  if (!start_thread()) end(kNoThread);
}

// With the lock: whoever sees the thread's end finds the thread to join.
bool Worker::start_thread() {
  const SignalBlock block;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, stack_->lowest(), stack_->bytes());
  pthread_t thread{};
  auto control = control_.lock();
  const bool is_started = pthread_create(&thread, &attributes, run_thread, this) == 0;
  if (is_started) control->thread = thread;
  pthread_attr_destroy(&attributes);
  return is_started;
}

void *Worker::run_thread(void *self) {
  auto *worker = static_cast<Worker *>(self);
  take_samples();
  current_worker = worker;
  pthread_setname_np(pthread_self(), worker->options_.name.c_str());
  leave_instead([worker](const std::string &what) { worker->leave(what); });
  if (worker->options_.on_thread_start) worker->options_.on_thread_start();
  worker->run();
  return nullptr;
}

void Worker::run() {
  std::vector<std::string> errors;
  auto setup = node::CommonEnvironmentSetup::Create(platform_.platform(), &errors, platform_.args(),
                                                    platform_.exec_args(),
                                                    environment_flags(options_.with_inspector));
  if (!setup) {
    end(errors.empty() ? "the environment cannot be created" : errors.front());
    return;
  }
  setup_ = setup.get();
  v8::Isolate *isolate = setup->isolate();
  {
    const v8::Locker locker(isolate);
    // After the Locker: V8 computes its own limit when a thread locks first.
    int here = 0;
    isolate->SetStackLimit(reinterpret_cast<uintptr_t>(&here) - kStackForV8);
    const v8::Isolate::Scope isolate_scope(isolate);
    const v8::HandleScope handle_scope(isolate);
    const v8::Context::Scope context_scope(setup->context());
    set_up_heap_guard(isolate);
    if (load(*setup)) static_cast<void>(node::SpinEventLoop(setup->env()).IsNothing());
    if (options_.on_end) options_.on_end();
    heap_guard_.reset();
    {
      auto control = control_.lock();
      control->environment = nullptr;
      control->isolate = nullptr;
      control->async = nullptr;
      begin_stopping(*control);
    }
    if (options_.on_change) options_.on_change();
    node::Stop(setup->env());
    const std::string why = options_.why_to_leave();
    if (!why.empty()) park(why);
  }
  setup_ = nullptr;
  // Frees the environment: the thread counts as ended only after that.
  setup.reset();
  end("");
}

// Closed by an asynchronous hook: CommonEnvironmentSetup aborts the process when it finds
// an open handle in its loop.
void Worker::open_async(node::CommonEnvironmentSetup &setup) {
  async_.data = this;
  uv_async_init(setup.event_loop(), &async_,
                [](uv_async_t *async) { static_cast<Worker *>(async->data)->on_async(); });
  node::AddEnvironmentCleanupHook(
      setup.isolate(),
      [](void *self, void (*done)(void *), void *done_data) {
        auto *worker = static_cast<Worker *>(self);
        struct Closing {
          void (*done)(void *);
          void *data;
        };
        worker->async_.data = std::make_unique<Closing>(Closing{done, done_data}).release();
        uv_close(reinterpret_cast<uv_handle_t *>(&worker->async_), [](uv_handle_t *handle) {
          const std::unique_ptr<Closing> closing(static_cast<Closing *>(handle->data));
          closing->done(closing->data);
        });
      },
      this);
}

bool Worker::load(node::CommonEnvironmentSetup &setup) {
  v8::Isolate *isolate = setup.isolate();
  node::Environment *environment = setup.env();
  open_async(setup);
  node::AddLinkedBinding(environment, options_.binding_name, options_.binding, NAPI_VERSION);
  node::SetProcessExitHandler(environment, [this](node::Environment *, int code) {
    std::string why = "process.exit(" + std::to_string(code) + ")";
    const std::string location =
        options_.describe_location(current_stack(v8::Isolate::GetCurrent()));
    if (!location.empty()) why += " at " + location;
    stop(why);
  });
  {
    auto control = control_.lock();
    if (control->stop_requested) return false;
    control->environment = environment;
    control->isolate = isolate;
    control->async = &async_;
    if (control->wake_requested || !control->tasks.empty()) uv_async_send(&async_);
  }

  // Not verbose: otherwise Node prints what was thrown and ends the environment.
  const v8::TryCatch try_catch(isolate);
  if (!run_main_script(environment)) {
    auto control = control_.lock();
    if (control->error.empty()) control->error = describe(isolate, try_catch);
    return false;
  }
  {
    auto control = control_.lock();
    if (control->state == State::starting) control->state = State::running;
  }
  started_->settle(true);
  return true;
}

bool Worker::run_main_script(node::Environment *environment) {
#if NODE_MAJOR_VERSION >= 20
  // Node's internal require is only given to a preload function there; the main
  // script finds it as a property that it deletes.
  const auto preload = [](node::Environment *, v8::Local<v8::Value> process,
                          v8::Local<v8::Value> require) {
    v8::Isolate *here = v8::Isolate::GetCurrent();
    const auto name = v8::String::NewFromUtf8Literal(here, "collectdInternalRequire");
    static_cast<void>(
        process.As<v8::Object>()->Set(here->GetCurrentContext(), name, require).IsNothing());
  };
  const auto loaded = node::LoadEnvironment(environment, options_.main_script, preload);
#else
  const auto loaded = node::LoadEnvironment(environment, options_.main_script.c_str());
#endif
  return !loaded.IsEmpty();
}

bool Worker::post(std::function<void()> task) {
  auto control = control_.lock();
  if (control->state != State::starting && control->state != State::running) return false;
  control->tasks.push_back(std::move(task));
  if (control->async != nullptr) uv_async_send(control->async);
  return true;
}

void Worker::wake() {
  auto control = control_.lock();
  control->wake_requested = true;
  if (control->async != nullptr) uv_async_send(control->async);
}

void Worker::collect_garbage() {
  post([this] { setup_->isolate()->LowMemoryNotification(); });
}

size_t Worker::heap_used() const {
  return heap_guard_ ? heap_guard_->used() : 0;
}

void Worker::on_async() {
  // A wake-up that was still on its way when the environment ended: freeing it
  // runs the loop once more.
  if (setup_ == nullptr) return;
  if (!pulse_.has_answered()) {
    pulse_.answer();
    heap_guard_->check();
  }
  std::vector<std::function<void()>> tasks;
  bool wake;
  {
    auto control = control_.lock();
    tasks.swap(control->tasks);
    wake = std::exchange(control->wake_requested, false);
  }
  for (const auto &task : tasks) {
    if (!is_running()) return; // it was ended: the others are not run
    run_in_callback_scope(task);
  }
  if (wake || !tasks.empty()) run_in_callback_scope(options_.on_wake);
}

void Worker::run_in_callback_scope(const std::function<void()> &task) {
  v8::Isolate *isolate = setup_->isolate();
  const v8::HandleScope handle_scope(isolate);
  const node::CallbackScope callback_scope(isolate, v8::Object::New(isolate), {0, 0});
  // node-addon-api throws what a stopped environment does not carry out any more. Anything else
  // costs this worker, never the process, which would be the end of an exception that leaves
  // a callback of libuv's.
  try {
    task();
  } catch (const std::exception &error) {
    if (is_running()) stop(std::string("an exception in the plugin's own code: ") + error.what());
  } catch (...) {
    if (is_running()) stop("an exception in the plugin's own code");
  }
}

} // namespace nodejs
