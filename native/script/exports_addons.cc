// Native addons: lib/loader/addons.ts.
#include "script/exports.h"

#include "addons/loop.h"
#include "addons/opening.h"
#include "collectd/settings.h"
#include "node/worker.h"
#include "pool/addons.h"

#include <dlfcn.h>
#include <string>

namespace nodejs {

namespace {

// Users' own addons look for napi symbols among the global ones. Not earlier than
// the first addon: libnode's OpenSSL and libuv become global with it.
void promote_libnode(const Napi::CallbackInfo &info) {
  if (dlopen(settings().libnode.c_str(), RTLD_NOLOAD | RTLD_NOW | RTLD_GLOBAL) == nullptr)
    throw Napi::Error::New(info.Env(), std::string("libnode cannot be made global: ") + dlerror());
}

// expect_addon(as_copy): before process.dlopen()
void expect_one(const Napi::CallbackInfo &info) {
  note_addon(Worker::current() != nullptr);
  uv_loop_t *loop = nullptr;
  napi_get_uv_event_loop(info.Env(), &loop);
  expect_addon(loop, info[0].As<Napi::Boolean>().Value());
}

void end_addons(void *) {
  close_addon_handles();
}

// addon_loaded(): after process.dlopen()
void addon_loaded(const Napi::CallbackInfo &info) {
  // The last hook is the first to run: before those of the addon, and before its environment ends.
  napi_remove_env_cleanup_hook(info.Env(), end_addons, nullptr);
  napi_add_env_cleanup_hook(info.Env(), end_addons, nullptr);
}

} // namespace

void export_addons(Napi::Env env, Napi::Object exports) {
  exports["promote_libnode"] = Napi::Function::New(env, promote_libnode);
  exports["expect_addon"] = Napi::Function::New(env, expect_one);
  exports["addon_loaded"] = Napi::Function::New(env, addon_loaded);
}

} // namespace nodejs
