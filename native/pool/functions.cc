#include "pool/functions.h"

#include "pool/request/limited.h"
#include "core/redirect.h"

#include <dlfcn.h>
#include <link.h>
#include <node_api.h>

namespace nodejs {

namespace {

template <auto function> Redirection to(const char *name, decltype(function) instead) {
  return {name, std::bit_cast<void *>(function), std::bit_cast<void *>(instead)};
}

#define LIMITED(name) to<name>(#name, Limited<name>::call)

std::vector<Redirection> limited_functions() {
  return {
      LIMITED(uv_queue_work),
      LIMITED(uv_getaddrinfo),
      LIMITED(uv_getnameinfo),
      LIMITED(uv_random),
      LIMITED(uv_fs_access),
      LIMITED(uv_fs_chmod),
      LIMITED(uv_fs_chown),
      LIMITED(uv_fs_close),
      LIMITED(uv_fs_closedir),
      LIMITED(uv_fs_copyfile),
      LIMITED(uv_fs_fchmod),
      LIMITED(uv_fs_fchown),
      LIMITED(uv_fs_fdatasync),
      LIMITED(uv_fs_fstat),
      LIMITED(uv_fs_fsync),
      LIMITED(uv_fs_ftruncate),
      LIMITED(uv_fs_futime),
      LIMITED(uv_fs_lchown),
      LIMITED(uv_fs_link),
      LIMITED(uv_fs_lstat),
      LIMITED(uv_fs_lutime),
      LIMITED(uv_fs_mkdir),
      LIMITED(uv_fs_mkdtemp),
      LIMITED(uv_fs_mkstemp),
      LIMITED(uv_fs_open),
      LIMITED(uv_fs_opendir),
      LIMITED(uv_fs_read),
      LIMITED(uv_fs_readdir),
      LIMITED(uv_fs_readlink),
      LIMITED(uv_fs_realpath),
      LIMITED(uv_fs_rename),
      LIMITED(uv_fs_rmdir),
      LIMITED(uv_fs_scandir),
      LIMITED(uv_fs_sendfile),
      LIMITED(uv_fs_stat),
      LIMITED(uv_fs_statfs),
      LIMITED(uv_fs_symlink),
      LIMITED(uv_fs_unlink),
      LIMITED(uv_fs_utime),
      LIMITED(uv_fs_write),
      to<uv_cancel>("uv_cancel", cancel_limited),
  };
}

int queue_addon_work(uv_loop_t *loop, uv_work_t *work, uv_work_cb run, uv_after_work_cb done) {
  const AddonCall call;
  return Limited<uv_queue_work>::call(loop, work, run, done);
}

napi_status queue_addon_async_work(napi_env env, napi_async_work work) {
  const AddonCall call;
  return napi_queue_async_work(env, work);
}

std::vector<Redirection> functions_of_addons() {
  std::vector<Redirection> functions = limited_functions();
  functions.front() = to<uv_queue_work>("uv_queue_work", queue_addon_work);
  functions.push_back(to<napi_queue_async_work>("napi_queue_async_work", queue_addon_async_work));
  return functions;
}

} // namespace

bool limit_libnode() {
  const std::vector<Redirection> functions = limited_functions();
  const size_t changed = redirect(std::bit_cast<const void *>(&napi_queue_async_work), functions);
  // fs.watchFile(): libuv's own uv_fs_poll_start() calls uv_fs_stat().
  redirect(std::bit_cast<const void *>(&uv_queue_work), functions);
  return changed > 0;
}

void limit_addon(const char *file) {
  void *handle = dlopen(file, RTLD_NOLOAD | RTLD_LAZY);
  if (handle == nullptr) return;
  link_map *map = nullptr;
  if (dlinfo(handle, RTLD_DI_LINKMAP, &map) == 0) redirect(map->l_ld, functions_of_addons());
  dlclose(handle);
}

} // namespace nodejs
