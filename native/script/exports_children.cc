// Children of modules: lib/process/children.ts tells of each.
#include "script/exports.h"

#include "node/worker.h"
#include "process/child_descriptors.h"
#include "process/child_signal.h"
#include "seats/script.h"
#include "seats/seat.h"
#include "process/children.h"

namespace nodejs {

namespace {

void before_child(const Napi::CallbackInfo &) {
  claim_child_signal();
  keep_descriptors_from_children();
}

// For whom children are kept. A thread of a module's own has no seat to be told at.
struct Family {
  Children &children;
  Seat *seat;
  Children::Owner owner;
};

Family &family_of(const Napi::CallbackInfo &info) {
  return *static_cast<Family *>(info.Data());
}

// child_started(pid)
void child_started(const Napi::CallbackInfo &info) {
  const Family &family = family_of(info);
  Children::OnLost on_lost;
  if (family.seat != nullptr)
    on_lost = [seat = family.seat](pid_t pid) {
      seat->post(std::make_shared<Call>(),
                 [pid](Script &script, const std::shared_ptr<Call> &call) {
                   script.child_lost(pid);
                   call->settle(true);
                 });
    };
  family.children.add(info[0].As<Napi::Number>().Int32Value(), family.owner, std::move(on_lost));
}

void child_ended(const Napi::CallbackInfo &info) {
  const Family &family = family_of(info);
  family.children.remove(info[0].As<Napi::Number>().Int32Value(), family.owner);
}

} // namespace

void export_children(Napi::Env env, Napi::Object exports, Children &children, Seat *seat) {
  // Whoever gives a worker up knows the worker, and nothing of its environment.
  const Children::Owner owner = seat == nullptr ? static_cast<Children::Owner>(napi_env(env))
                                                : static_cast<Children::Owner>(Worker::current());
  auto family = std::make_unique<Family>(Family{children, seat, owner});
  exports["before_child"] = Napi::Function::New(env, before_child);
  exports["child_started"] = Napi::Function::New(env, child_started, "child_started", family.get());
  exports["child_ended"] = Napi::Function::New(env, child_ended, "child_ended", family.get());
  // JavaScript is not called any more when the hooks of an environment run.
  napi_add_env_cleanup_hook(
      env,
      [](void *data) {
        const std::unique_ptr<Family> ended(static_cast<Family *>(data));
        ended->children.drop(ended->owner);
      },
      family.release());
}

} // namespace nodejs
