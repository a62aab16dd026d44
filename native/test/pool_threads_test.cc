// libuv's threads, and the functions that stand in for its own.
#include "event_loop.h"
#include "core/redirect.h"

using namespace nodejs;

namespace {

TEST(threads_of_the_pool) {
  open();
  const auto size = [](const char *text) {
    setenv("UV_THREADPOOL_SIZE", text, 1);
    return pool_threads();
  };
  CHECK_EQUAL(size("many"), size_t{1});
  CHECK_EQUAL(size("-1"), size_t{1024});
  CHECK_EQUAL(size("7"), size_t{7});
  unsetenv("UV_THREADPOOL_SIZE");
  CHECK_EQUAL(pool_threads(), size_t{4});
  CHECK_EQUAL(size("12"), size_t{12});
}

TEST(threads_can_be_made) {
  CHECK_EQUAL(makeable_threads(20), size_t{20});
  CHECK_EQUAL(makeable_threads(0), size_t{0});
}

unsigned int other_version() {
  return 7;
}

int stats = 0;
int counted_stat(uv_loop_t *loop, uv_fs_t *request, const char *path, uv_fs_cb callback) {
  stats++;
  return uv_fs_stat(loop, request, path, callback);
}

TEST(redirection) {
  const std::vector<Redirection> redirections = {{"uv_version",
                                                  reinterpret_cast<void *>(uv_version),
                                                  reinterpret_cast<void *>(other_version)}};
  CHECK(redirect(reinterpret_cast<const void *>(&other_version), redirections) > 0);
  CHECK_EQUAL(uv_version(), 7u);
  CHECK_EQUAL(redirect(reinterpret_cast<const void *>(&other_version), redirections), size_t{0});
}

// fs.watchFile() does this.
TEST(redirection_within_libuv) {
  redirect(reinterpret_cast<const void *>(&uv_fs_stat),
           {{"uv_fs_stat", reinterpret_cast<void *>(uv_fs_stat),
             reinterpret_cast<void *>(counted_stat)}});
  Loop loop;
  uv_fs_poll_t poll;
  uv_fs_poll_init(loop.get(), &poll);
  uv_fs_poll_start(
      &poll, [](uv_fs_poll_t *, int, const uv_stat_t *, const uv_stat_t *) {}, "/etc/hosts", 1000);
  CHECK_EQUAL(stats, 1);
  uv_close(reinterpret_cast<uv_handle_t *>(&poll), nullptr);
  loop.run();
}

} // namespace
