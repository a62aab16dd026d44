// The JavaScript side of a worker, as C++ sees it: the functions that lib/worker/boot.ts
// gave to listen(), and the calls that wait for settle(). One for each worker run,
// made when the main script takes the binding; worker's thread only.
#ifndef COLLECTD_NODEJS_SCRIPT_JS_ENTRY_H
#define COLLECTD_NODEJS_SCRIPT_JS_ENTRY_H

#include <napi.h>

#include "core/call.h"
#include "values/dispatcher.h"
#include "script/file_open.h"
#include "core/pulse.h"

#include <memory>
#include <unordered_map>

namespace nodejs {

class FilterCall;
class Registration;
class Seat;

class JsEntry {
public:
  JsEntry(Napi::Env env, Seat &seat);
  ~JsEntry();
  JsEntry(const JsEntry &) = delete;
  JsEntry &operator=(const JsEntry &) = delete;

  // The one of the calling worker thread.
  static JsEntry &current();
  static bool exists();

  void listen(const Napi::Object &handlers);
  Seat &seat() { return seat_; }
  Dispatcher &dispatcher() { return dispatcher_; }
  FileOpenings &openings() { return openings_; }

  // Each of these ends in settle() of `call`, sooner or later.
  void import_module(size_t module, std::shared_ptr<Call> call);
  void configure(uint32_t callback, const oconfig_item_t &block, std::shared_ptr<Call> call);
  void run(uint32_t callback, std::shared_ptr<Call> call);
  void create_filter(size_t filter, uint32_t callback, const oconfig_item_t &block,
                     std::shared_ptr<Call> call);
  // The last one: what modules do on the 'exit' event of their process.
  void exit(std::shared_ptr<Call> call);
  void settle(uint32_t call, bool succeeded);
  void child_lost(pid_t pid);
  // collectd stops: what goes on is told so.
  void announce_stop();

  // Gives the call's list to a match or target, and settles the call.
  void filter(size_t filter, uint32_t callback, FilterCall &call);
  // Looks after everything that is queued for this worker.
  void on_wake();

private:
  // The handler for `subject`; empty when the execution was ended.
  template <typename... Args>
  Napi::Value enter(Pulse::Subject subject, const Napi::FunctionReference &handler, Args... args);
  // The same for a handler that ends in settle(); it has failed when it was ended.
  template <typename... Args>
  void start(Pulse::Subject subject, const Napi::FunctionReference &handler,
             std::shared_ptr<Call> call, Args... args);
  void recover();
  // What waits for settle(). `callback`: whose call it is; 0 for none.
  struct Pending {
    std::shared_ptr<Call> call;
    std::shared_ptr<Registration> callback; // with Statistics only
  };
  uint32_t remember(std::shared_ptr<Call> call, uint32_t callback = 0);
  static void end(const Pending &pending, bool succeeded);
  bool drain_writes();
  void drain_logs();
  void run_flushes();
  void drain_notifications();

  Napi::Env env_;
  Seat &seat_;
  Dispatcher dispatcher_;
  FileOpenings openings_;
  std::unordered_map<uint32_t, Pending> calls_;
  uint32_t last_call_ = 0;
  Napi::FunctionReference import_module_;
  Napi::FunctionReference configure_;
  Napi::FunctionReference run_;
  Napi::FunctionReference exit_;
  Napi::FunctionReference write_;
  Napi::FunctionReference log_;
  Napi::FunctionReference flush_;
  Napi::FunctionReference notification_;
  Napi::FunctionReference stop_;
  Napi::FunctionReference create_filter_;
  Napi::FunctionReference filter_;
  Napi::FunctionReference recover_;
  Napi::FunctionReference forget_;
  Napi::FunctionReference child_lost_;
};

} // namespace nodejs

#endif
