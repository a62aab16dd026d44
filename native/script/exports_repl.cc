// For the REPL (lib/repl).
#include "script/exports.h"

#include "collectd/headers.h"
#include "node/interrupt_watch.h"
#include "core/shutdown_flag.h"
#include "process/terminal.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
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
  Napi::Array size = Napi::Array::New(info.Env(), 2);
  size[0u] = Napi::Number::New(info.Env(), columns);
  size[1u] = Napi::Number::New(info.Env(), rows);
  return size;
}

// What is left of a process that ended without removing it; false: somebody listens.
bool remove_stale(const sockaddr_un &address) {
  struct stat status {};
  if (lstat(address.sun_path, &status) != 0 || !S_ISSOCK(status.st_mode)) return true;
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool is_alive =
      connect(probe, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) == 0;
  close(probe);
  if (!is_alive) unlink(address.sun_path);
  return !is_alive;
}

// listen_socket(path) → a descriptor. Nobody but collectd's own user can connect,
// not even for a moment: on Linux a socket's mode before bind() is that of its file.
Napi::Value listen_socket(const Napi::CallbackInfo &info) {
  const std::string path = info[0].As<Napi::String>().Utf8Value();
  const auto fail = [&](const std::string &why) {
    return Napi::Error::New(info.Env(), "cannot listen on " + path + ": " + why);
  };
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path))
    throw fail("the path has more than 107 bytes; choose a shorter one");
  std::memcpy(address.sun_path, path.data(), path.size());
  if (!remove_stale(address)) throw fail("another process does so already");
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || fchmod(fd, 0600) != 0 ||
      bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0 ||
      listen(fd, 16) != 0) {
    const std::string why = std::strerror(errno);
    if (fd >= 0) close(fd);
    throw fail(why);
  }
  return Napi::Number::New(info.Env(), fd);
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
  interactive["stop_collectd"] = Napi::Function::New(env, stop_daemon);
  exports["interactive"] = interactive;
}

} // namespace nodejs
