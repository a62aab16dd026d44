// Files that modules open: lib/process/descriptors/file-handles.ts.
#include "script/exports.h"

#include "script/js_entry.h"

#include <string>

namespace nodejs {

namespace {

std::string path_of(const Napi::Value &path) {
  if (!path.IsTypedArray()) return path.As<Napi::String>();
  const auto bytes = path.As<Napi::Uint8Array>();
  return {reinterpret_cast<const char *>(bytes.Data()), bytes.ByteLength()};
}

// open_file(path, flags, mode, FileHandle, done)
void open_file(const Napi::CallbackInfo &info) {
  JsEntry::current().openings().open(info.Env(), path_of(info[0]), info[1].As<Napi::Number>(),
                                     info[2].As<Napi::Number>(), info[3].As<Napi::Function>(),
                                     info[4].As<Napi::Function>());
}

} // namespace

void export_files(Napi::Env env, Napi::Object exports) {
  exports["open_file"] = Napi::Function::New(env, open_file);
}

} // namespace nodejs
