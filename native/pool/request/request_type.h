// libuv's requests that go through its thread pool, by type: their callbacks, and what a
// request looks like that has not been submitted.
#ifndef COLLECTD_NODEJS_POOL_REQUEST_REQUEST_TYPE_H
#define COLLECTD_NODEJS_POOL_REQUEST_REQUEST_TYPE_H

#include <cstdlib>
#include <cstring>
#include <netdb.h>
#include <uv.h>

namespace nodejs {

template <class Request> struct RequestType;

template <> struct RequestType<uv_work_t> {
  using Callback = uv_after_work_cb;
  static constexpr uv_req_type type = UV_WORK;
  static constexpr bool is_name = false;
  static constexpr bool is_runnable = true;
  static void init(uv_work_t &) {}
  static void deliver(uv_work_t &request, Callback callback) { callback(&request, 0); }
  static void fail(uv_work_t &request, Callback callback, int error) { callback(&request, error); }
};

template <> struct RequestType<uv_fs_t> {
  using Callback = uv_fs_cb;
  static constexpr uv_req_type type = UV_FS;
  static constexpr bool is_name = false;
  static constexpr bool is_runnable = true;
  // So that uv_fs_req_cleanup() finds nothing to free.
  static void init(uv_fs_t &request) {
    request.fs_type = UV_FS_UNKNOWN;
    request.result = 0;
    request.ptr = nullptr;
    request.path = nullptr;
    request.new_path = nullptr;
    request.bufs = nullptr;
  }
  // As libuv leaves one with a callback: its paths, which are in one block, are freed by
  // uv_fs_req_cleanup().
  static void adopt(uv_fs_t &request, uv_loop_t *loop, Callback callback, int error) {
    if (error < 0) request.result = error;
    request.loop = loop;
    request.cb = callback;
    // libuv has copied these anyway.
    if (request.fs_type != UV_FS_MKDTEMP && request.fs_type != UV_FS_MKSTEMP) own_paths(request);
  }
  static void deliver(uv_fs_t &request, Callback callback) { callback(&request); }
  static void fail(uv_fs_t &request, Callback callback, int error) {
    request.result = error;
    callback(&request);
  }

private:
  static void own_paths(uv_fs_t &request) {
    if (request.path == nullptr) return;
    const size_t bytes = std::strlen(request.path) + 1;
    const size_t new_bytes = request.new_path == nullptr ? 0 : std::strlen(request.new_path) + 1;
    auto *block = static_cast<char *>(std::malloc(bytes + new_bytes));
    if (block != nullptr) {
      std::memcpy(block, request.path, bytes);
      if (new_bytes > 0) std::memcpy(block + bytes, request.new_path, new_bytes);
    }
    request.path = block;
    request.new_path = block != nullptr && new_bytes > 0 ? block + bytes : nullptr;
  }
};

// As libuv does with one that is cancelled.
inline int name_error(int error) {
  return error == UV_ECANCELED ? UV_EAI_CANCELED : error;
}

template <> struct RequestType<uv_getaddrinfo_t> {
  using Callback = uv_getaddrinfo_cb;
  static constexpr uv_req_type type = UV_GETADDRINFO;
  static constexpr bool is_name = true;
  static constexpr bool is_runnable = false;
  static void init(uv_getaddrinfo_t &request) { request.addrinfo = nullptr; }
  static void fail(uv_getaddrinfo_t &request, Callback callback, int error) {
    request.retcode = name_error(error);
    callback(&request, request.retcode, nullptr);
  }
};

template <> struct RequestType<uv_getnameinfo_t> {
  using Callback = uv_getnameinfo_cb;
  static constexpr uv_req_type type = UV_GETNAMEINFO;
  static constexpr bool is_name = true;
  static constexpr bool is_runnable = false;
  static void init(uv_getnameinfo_t &) {}
  static void fail(uv_getnameinfo_t &request, Callback callback, int error) {
    request.retcode = name_error(error);
    callback(&request, request.retcode, nullptr, nullptr);
  }
};

template <> struct RequestType<uv_random_t> {
  using Callback = uv_random_cb;
  static constexpr uv_req_type type = UV_RANDOM;
  static constexpr bool is_name = false;
  static constexpr bool is_runnable = false;
  static void init(uv_random_t &) {}
  static void fail(uv_random_t &request, Callback callback, int error) {
    callback(&request, error, nullptr, 0);
  }
};

} // namespace nodejs

#endif
