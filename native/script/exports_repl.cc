// For the REPL (lib/repl).
#include "script/exports.h"

#include "collectd/headers.h"
#include "crossing/js_array.h"
#include "node/interrupt_watch.h"
#include "core/shutdown_flag.h"
#include "process/terminal.h"
#include "process/unix_listener.h"

#include <csignal>
#include <string>
#include <unistd.h>

namespace nodejs {

namespace {

// interruptible(socket, code) → what code() returns. A raw callback: whatever is
// thrown in there goes on as it is.
napi_value interruptible(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], undefined = nullptr, result = nullptr;
  int32_t socket = -1;
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  napi_get_value_int32(env, arguments[0], &socket);
  napi_get_undefined(env, &undefined);
  InterruptWatch watch(socket, shutdown_has_begun);
  const napi_status status = napi_call_function(env, undefined, arguments[1], 0, nullptr, &result);
  if (!watch.finish() || status == napi_ok) return result;
  napi_value terminated = nullptr;
  napi_get_and_clear_last_exception(env, &terminated);
  napi_throw_error(env, "ERR_SCRIPT_EXECUTION_INTERRUPTED", "Script execution was interrupted");
  return nullptr;
}

Napi::Value open_terminal_for(const Napi::CallbackInfo &info) {
  const int fd = open_terminal();
  if (fd < 0) throw Napi::Error::New(info.Env(), "collectd was not started in a terminal");
  return Napi::Number::New(info.Env(), fd);
}

Napi::Value size_of_terminal(const Napi::CallbackInfo &info) {
  const auto [columns, rows] = terminal_size();
  return JsArray{Napi::Number::New(info.Env(), columns), Napi::Number::New(info.Env(), rows)}.make(
      info.Env());
}

// listen_socket(path) → a descriptor
Napi::Value listen_socket(const Napi::CallbackInfo &info) {
  const std::string path = info[0].As<Napi::String>().Utf8Value();
  const Listening listening = listen_at(path);
  if (listening.fd < 0)
    throw Napi::Error::New(info.Env(), "cannot listen on " + path + ": " + listening.error);
  return Napi::Number::New(info.Env(), listening.fd);
}

void remove_socket(const Napi::CallbackInfo &info) {
  remove_listener(info[0].As<Napi::String>().Utf8Value());
}

// As Ctrl-C does without the plugin.
void stop_daemon(const Napi::CallbackInfo &) {
  kill(getpid(), SIGINT);
}

} // namespace

void export_repl(Napi::Env env, Napi::Object exports) {
  Napi::Object interactive = Napi::Object::New(env);
  napi_value function = nullptr;
  napi_create_function(env, "interruptible", NAPI_AUTO_LENGTH, interruptible, nullptr, &function);
  interactive["interruptible"] = Napi::Value(env, function);
  interactive["open_terminal"] = Napi::Function::New(env, open_terminal_for);
  interactive["terminal_size"] = Napi::Function::New(env, size_of_terminal);
  interactive["listen_socket"] = Napi::Function::New(env, listen_socket);
  interactive["remove_socket"] = Napi::Function::New(env, remove_socket);
  interactive["stop_collectd"] = Napi::Function::New(env, stop_daemon);
  exports["interactive"] = interactive;
}

} // namespace nodejs
