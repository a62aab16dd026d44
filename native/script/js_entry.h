// Where C++ enters the JavaScript of a worker: the functions that lib/worker/boot.ts gave
// to listen(), and the calls that wait for settle(). One for each worker run, made when
// the main script takes the binding; worker's thread only.
#ifndef COLLECTD_NODEJS_SCRIPT_JS_ENTRY_H
#define COLLECTD_NODEJS_SCRIPT_JS_ENTRY_H

#include <napi.h>

#include "core/call.h"
#include "core/pulse.h"
#include "script/file_open.h"
#include "script/services.h"
#include "seats/script.h"
#include "values/dispatcher.h"

#include <array>
#include <memory>
#include <unordered_map>

namespace nodejs {

class JsEntry : public Script {
public:
  JsEntry(Napi::Env env, Seat &seat, Services &services);
  ~JsEntry() override;

  // The one of the calling worker thread.
  static JsEntry &current();

  void listen(const Napi::Object &handlers);
  Seat &seat() { return seat_; }
  Services &services() { return services_; }
  Dispatcher &dispatcher() { return dispatcher_; }
  FileOpenings &openings() { return openings_; }

  bool is_current() const override;
  void import_module(size_t module, std::shared_ptr<Call> call) override;
  void configure(uint32_t callback, const oconfig_item_t *block,
                 std::shared_ptr<Call> call) override;
  void run(uint32_t callback, std::shared_ptr<Call> call) override;
  void create_filter(size_t filter, uint32_t callback, const oconfig_item_t &block,
                     std::shared_ptr<Call> call) override;
  void flush(uint32_t callback, double seconds, const std::optional<std::string> &identifier,
             uint32_t depth, std::shared_ptr<Call> call) override;
  void exit(std::shared_ptr<Call> call) override;
  void filter(size_t filter, uint32_t callback, FilterCall &call) override;
  bool drain(Queue queue, uint32_t callback) override;
  void child_lost(pid_t pid) override;
  void announce_stop() override;

  // JavaScript's answer to one of the calls above.
  void settle(uint32_t call, bool succeeded);
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
  void forget_identifiers();
  // A call that waits for settle(). `callback`: whose call it is; 0 for none.
  struct Pending {
    std::shared_ptr<Call> call;
    std::shared_ptr<Registration> callback; // with Statistics only
  };
  uint32_t remember(std::shared_ptr<Call> call, uint32_t callback = 0);
  static void end(const Pending &pending, bool succeeded);

  Napi::Env env_;
  Seat &seat_;
  Services &services_;
  Dispatcher dispatcher_;
  FileOpenings openings_;
  std::unordered_map<uint32_t, Pending> calls_;
  uint32_t last_call_ = 0;
  Napi::FunctionReference import_module_;
  Napi::FunctionReference configure_;
  Napi::FunctionReference run_;
  Napi::FunctionReference exit_;
  Napi::FunctionReference flush_;
  std::array<Napi::FunctionReference, 3> drain_; // by Queue
  Napi::FunctionReference stop_;
  Napi::FunctionReference create_filter_;
  Napi::FunctionReference filter_;
  Napi::FunctionReference recover_;
  Napi::FunctionReference forget_;
  Napi::FunctionReference child_lost_;
};

} // namespace nodejs

#endif
