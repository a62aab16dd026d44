// Native addons: lib/loader/addons.ts.
#include "script/exports.h"

#include "collectd/settings.h"
#include "node/worker.h"
#include "pool/addons.h"
#include "pool/functions.h"

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

// addon_loaded(file)
void addon_loaded(const Napi::CallbackInfo &info) {
  note_addon(Worker::current() != nullptr);
  limit_addon(info[0].As<Napi::String>().Utf8Value().c_str());
}

} // namespace

void export_addons(Napi::Env env, Napi::Object exports) {
  exports["promote_libnode"] = Napi::Function::New(env, promote_libnode);
  exports["addon_loaded"] = Napi::Function::New(env, addon_loaded);
}

} // namespace nodejs
