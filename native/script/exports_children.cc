// Children of modules: lib/process/children.ts tells of each.
#include "script/exports.h"

#include "process/child_signal.h"
#include "script/js_entry.h"
#include "seats/seat.h"
#include "lifecycle/session.h"

namespace nodejs {

namespace {

void before_child(const Napi::CallbackInfo &) {
  claim_child_signal();
}

// child_started(pid). A thread of a module's own has no seat to be told at.
void child_started(const Napi::CallbackInfo &info) {
  auto *seat = static_cast<Seat *>(info.Data());
  Children::OnLost on_lost;
  if (seat != nullptr)
    on_lost = [seat](pid_t pid) {
      seat->post(std::make_shared<Call>(), [pid](const std::shared_ptr<Call> &call) {
        JsEntry::current().child_lost(pid);
        call->settle(true);
      });
    };
  session().children.add(info[0].As<Napi::Number>().Int32Value(), napi_env(info.Env()),
                         std::move(on_lost));
}

void child_ended(const Napi::CallbackInfo &info) {
  session().children.remove(info[0].As<Napi::Number>().Int32Value(), napi_env(info.Env()));
}

} // namespace

void export_children(Napi::Env env, Napi::Object exports, Seat *seat) {
  napi_add_env_cleanup_hook(
      env, [](void *owner) { session().children.drop(owner); }, napi_env(env));
  exports["before_child"] = Napi::Function::New(env, before_child);
  exports["child_started"] = Napi::Function::New(env, child_started, "child_started", seat);
  exports["child_ended"] = Napi::Function::New(env, child_ended);
}

} // namespace nodejs
