#include "script/js_entry.h"

#include "collectd/settings.h"
#include "core/deadline_clock.h"
#include "crossing/js_array.h"
#include "seats/seat.h"
#include "values/config_tree.h"
#include "values/filter_call.h"

namespace nodejs {

JsEntry::JsEntry(Napi::Env env, Seat &seat, Services &services)
    : env_(env), seat_(seat), services_(services) {}

JsEntry::~JsEntry() {
  for (const auto &[id, pending] : calls_)
    end(pending, false);
}

JsEntry &JsEntry::current() {
  return static_cast<JsEntry &>(Script::current());
}

bool JsEntry::is_current() const {
  Worker *worker = Worker::current();
  return worker->is_running() && seat_.worker().get() == worker;
}

void JsEntry::listen(const Napi::Object &handlers) {
  const auto function = [&handlers](const char *name) {
    return Napi::Persistent(handlers.Get(name).As<Napi::Function>());
  };
  import_module_ = function("import_module");
  configure_ = function("configure");
  run_ = function("run");
  exit_ = function("exit");
  flush_ = function("flush");
  drain_ = {function("write"), function("notification"), function("log")};
  stop_ = function("stop");
  create_filter_ = function("create_filter");
  filter_ = function("filter");
  recover_ = function("recover");
  forget_ = function("forget");
  child_lost_ = function("child_lost");
}

// The handlers catch what modules throw; what still arrives here is the end of
// the environment, which the worker sees by itself.
template <typename... Args>
Napi::Value JsEntry::enter(Pulse::Subject subject, const Napi::FunctionReference &handler,
                           Args... args) {
  Worker &worker = *Worker::current();
  napi_value result = nullptr;
  const std::initializer_list<napi_value> list{args...};
  worker.pulse().enter(subject);
  const napi_status status = napi_call_function(env_, env_.Undefined(), handler.Value(),
                                                list.size(), list.begin(), &result);
  worker.pulse().leave();
  if (status != napi_ok) {
    napi_value pending = nullptr;
    napi_get_and_clear_last_exception(env_, &pending);
    if (worker.was_interrupted()) recover();
    return Napi::Value();
  }
  return Napi::Value(env_, result);
}

template <typename... Args>
void JsEntry::start(Pulse::Subject subject, const Napi::FunctionReference &handler,
                    std::shared_ptr<Call> call, Args... args) {
  const uint32_t id = remember(std::move(call), subject.callback);
  if (enter(subject, handler, Napi::Number::New(env_, id), args...).IsEmpty()) settle(id, false);
}

// What our own scripts had begun when they were ended.
void JsEntry::recover() {
  enter({}, recover_);
  seat_.wake();
}

uint32_t JsEntry::remember(std::shared_ptr<Call> call, uint32_t callback) {
  const bool is_counted = callback != 0 && settings().statistics;
  calls_.emplace(++last_call_, Pending{std::move(call),
                                       is_counted ? services_.registry.find(callback) : nullptr});
  return last_call_;
}

void JsEntry::end(const Pending &pending, bool succeeded) {
  if (pending.callback) {
    const double seconds =
        std::chrono::duration<double>(deadline_clock().now() - pending.call->started_at()).count();
    pending.callback->tally.add(1, succeeded ? 0 : 1, seconds, seconds);
  }
  pending.call->settle(succeeded);
}

void JsEntry::import_module(size_t module, std::shared_ptr<Call> call) {
  const Napi::HandleScope scope(env_);
  start({0, static_cast<int32_t>(module)}, import_module_, std::move(call),
        Napi::Number::New(env_, static_cast<double>(module)));
}

void JsEntry::configure(uint32_t callback, const oconfig_item_t *block,
                        std::shared_ptr<Call> call) {
  const Napi::HandleScope scope(env_);
  const Napi::Value tree = block == nullptr ? env_.Null() : tree_to_array(env_, *block);
  start({callback}, configure_, std::move(call), Napi::Number::New(env_, callback), tree);
}

void JsEntry::run(uint32_t callback, std::shared_ptr<Call> call) {
  const Napi::HandleScope scope(env_);
  start({callback}, run_, std::move(call), Napi::Number::New(env_, callback));
}

void JsEntry::exit(std::shared_ptr<Call> call) {
  const Napi::HandleScope scope(env_);
  start({}, exit_, std::move(call));
}

void JsEntry::child_lost(pid_t pid) {
  const Napi::HandleScope scope(env_);
  enter({}, child_lost_, Napi::Number::New(env_, pid));
}

void JsEntry::announce_stop() {
  const Napi::HandleScope scope(env_);
  enter({}, stop_);
}

void JsEntry::create_filter(size_t filter, uint32_t callback, const oconfig_item_t &block,
                            std::shared_ptr<Call> call) {
  const Napi::HandleScope scope(env_);
  start({callback}, create_filter_, std::move(call),
        Napi::Number::New(env_, static_cast<double>(filter)), Napi::Number::New(env_, callback),
        tree_to_array(env_, block));
}

void JsEntry::filter(size_t filter, uint32_t callback, FilterCall &call) {
  Worker &worker = *Worker::current();
  const Napi::HandleScope scope(env_);
  std::vector<napi_value> arguments = call.show(env_, dispatcher_);
  arguments.insert(arguments.begin(), Napi::Number::New(env_, static_cast<double>(filter)));
  napi_value result = nullptr;
  uint32_t answer = 0;
  worker.pulse().enter({callback});
  const bool is_answered =
      napi_call_function(env_, env_.Undefined(), filter_.Value(), arguments.size(),
                         arguments.data(), &result) == napi_ok &&
      napi_get_value_uint32(env_, result, &answer) == napi_ok;
  worker.pulse().leave();
  if (!is_answered) napi_get_and_clear_last_exception(env_, &result);
  if (worker.was_interrupted()) recover();
  if (is_answered)
    call.take(answer & FilterChange::kVerdictMask, answer >> FilterChange::kVerdictBits,
              dispatcher_);
  call.settle(is_answered);
}

void JsEntry::settle(uint32_t call, bool succeeded) {
  const auto found = calls_.find(call);
  if (found == calls_.end()) return;
  end(found->second, succeeded);
  calls_.erase(found);
}

void JsEntry::flush(uint32_t callback, double seconds, const std::optional<std::string> &identifier,
                    uint32_t depth, std::shared_ptr<Call> call) {
  const Napi::HandleScope scope(env_);
  start({callback}, flush_, std::move(call), Napi::Number::New(env_, callback),
        Napi::Number::New(env_, seconds),
        identifier ? Napi::Value(Napi::String::New(env_, *identifier)) : env_.Null(),
        Napi::Number::New(env_, depth));
}

bool JsEntry::drain(Queue queue, uint32_t callback) {
  const Napi::HandleScope scope(env_);
  const Napi::Value more =
      enter({callback}, drain_[static_cast<size_t>(queue)], Napi::Number::New(env_, callback));
  return !more.IsEmpty() && more.IsBoolean() && more.As<Napi::Boolean>();
}

void JsEntry::forget_identifiers() {
  const std::vector<uint32_t> freed = seat_.inbox.take_freed();
  if (freed.empty()) return;
  JsArray slots;
  slots.reserve(freed.size());
  for (const uint32_t slot : freed)
    slots.add(Napi::Number::New(env_, slot));
  enter({}, forget_, slots.make(env_));
}

void JsEntry::on_wake() {
  const Napi::HandleScope scope(env_);
  forget_identifiers();
  // While its modules start, what is queued waits.
  if (seat_.phase() != Seat::Phase::ready) return;
  // Before looking: what is appended from here on wakes the worker again.
  seat_.inbox.sleep();
  bool has_more = false;
  for (const auto &registration : seat_.queued()) {
    if (!is_current()) return;
    // A callback whose module failed to start again keeps what waits for it, for the next start.
    if (registration->is_active() && !registration->may_run()) continue;
    has_more = registration->deliver(*this) || has_more;
  }
  if (has_more) seat_.wake();
}

} // namespace nodejs
