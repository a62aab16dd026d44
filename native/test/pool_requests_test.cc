// Requests that have waited for their place in libuv's pool: how they end.
#include "event_loop.h"

#include <algorithm>
#include <deque>
#include <string>
#include <unistd.h>

using namespace nodejs;

namespace {

// All that the caller may free is copied; a refusal of libuv's goes to the callback.
TEST(arguments_are_kept) {
  Loop loop;
  Door door;
  std::deque<Work> hung(4);
  for (Work &one : hung) {
    one.door = &door;
    queue(loop, one);
  }
  static ssize_t written, refused;
  char name[] = "/tmp/quota-test-XXXXXX";
  const int descriptor = mkstemp(name);
  uv_fs_t write, read, unlink;
  {
    auto buffers = std::make_unique<std::vector<uv_buf_t>>();
    static char text[] = "kept";
    for (int i = 0; i < 6; i++)
      buffers->push_back(uv_buf_init(text, 4));
    auto path = std::make_unique<std::string>(name);
    Limited<uv_fs_write>::call(loop.get(), &write, descriptor, buffers->data(), 6, 0,
                               [](uv_fs_t *request) {
                                 written = request->result;
                                 uv_fs_req_cleanup(request);
                               });
    Limited<uv_fs_read>::call(loop.get(), &read, descriptor, nullptr, 0, 0,
                              [](uv_fs_t *request) { refused = request->result; });
    Limited<uv_fs_unlink>::call(loop.get(), &unlink, path->c_str(),
                                [](uv_fs_t *request) { uv_fs_req_cleanup(request); });
    CHECK(is_waiting(write) && is_waiting(read) && is_waiting(unlink));
  }
  door.open();
  loop.run();
  CHECK_EQUAL(written, ssize_t{24});
  CHECK_EQUAL(refused, static_cast<ssize_t>(UV_EINVAL));
  CHECK_EQUAL(unlink.result, ssize_t{0});
  uv_fs_t close;
  CHECK_EQUAL(Limited<uv_fs_close>::call(loop.get(), &close, descriptor, nullptr), 0);
}

// A thread of the pool does what waits, and leaves each request as libuv would.
TEST(requests_are_as_those_of_libuv) {
  Loop loop;
  Door door;
  std::deque<Work> hung(4);
  for (Work &one : hung) {
    one.door = &door;
    queue(loop, one);
  }
  door.wait_for(4);
  static std::vector<std::string> seen;
  seen.clear();
  const auto note = [](uv_fs_t *request) {
    CHECK(request->cb != nullptr && request->loop != nullptr);
    std::string text = std::to_string(request->result) + " " + request->path;
    if (request->new_path != nullptr) text += std::string(" ") + request->new_path;
    seen.push_back(text);
    uv_fs_req_cleanup(request);
  };
  char directory[] = "/tmp/quota-test-XXXXXX";
  CHECK(mkdtemp(directory) != nullptr);
  const std::string at = directory;
  uv_fs_t stat, rename, temporary, real, first, second;
  Limited<uv_fs_stat>::call(loop.get(), &stat, (at + "/no").c_str(), note);
  Limited<uv_fs_rename>::call(loop.get(), &rename, (at + "/no").c_str(), (at + "/new").c_str(),
                              note);
  Limited<uv_fs_mkdtemp>::call(loop.get(), &temporary, "/tmp/quota-test-XXXXXX",
                               [](uv_fs_t *request) {
                                 CHECK_EQUAL(request->result, ssize_t{0});
                                 rmdir(request->path);
                                 uv_fs_req_cleanup(request);
                               });
  Limited<uv_fs_realpath>::call(loop.get(), &real, "/proc/../etc", [](uv_fs_t *request) {
    CHECK_EQUAL(std::string(static_cast<char *>(request->ptr)), "/etc");
    uv_fs_req_cleanup(request);
  });
  Limited<uv_fs_rmdir>::call(loop.get(), &first, directory, note);
  Limited<uv_fs_rmdir>::call(loop.get(), &second, directory, note);
  door.open();
  loop.run();
  CHECK_EQUAL(seen.size(), size_t{4});
  const auto has = [](const std::string &text) {
    return std::find(seen.begin(), seen.end(), text) != seen.end();
  };
  CHECK(has(std::to_string(UV_ENOENT) + " " + at + "/no"));
  CHECK(has(std::to_string(UV_ENOENT) + " " + at + "/no " + at + "/new"));
  CHECK(has("0 " + at));
  CHECK(has(std::to_string(UV_ENOENT) + " " + at));
}

TEST(what_is_run_cannot_be_cancelled) {
  Loop loop;
  Door first;
  Door second;
  std::deque<Work> hung(5);
  for (int i = 0; i < 5; i++) {
    hung[i].door = i < 4 ? &first : &second;
    queue(loop, hung[i]);
  }
  first.wait_for(4);
  first.open();
  while (hung[3].status == 1)
    loop.turn();
  second.wait_for(1);
  CHECK_EQUAL(cancel_limited(reinterpret_cast<uv_req_t *>(&hung[4].request)),
              static_cast<int>(UV_EBUSY));
  second.open();
  loop.run();
  CHECK_EQUAL(hung[4].status, 0);
}

struct Asked {
  uv_getaddrinfo_t *request;
  uv_getaddrinfo_cb callback;
};
std::vector<Asked> asked;

// A nameserver that does not answer.
int hung_getaddrinfo(uv_loop_t *, uv_getaddrinfo_t *request, uv_getaddrinfo_cb callback,
                     const char *name, const char *, const addrinfo *) {
  CHECK_EQUAL(std::string(name), "host");
  asked.push_back({request, callback});
  return 0;
}

TEST(names_have_half_of_it) {
  Loop loop;
  static int answers;
  answers = 0;
  std::deque<uv_getaddrinfo_t> names(5);
  for (uv_getaddrinfo_t &name : names)
    Limited<hung_getaddrinfo>::call(
        loop.get(), &name, [](uv_getaddrinfo_t *, int, addrinfo *) { answers++; },
        std::string("host").c_str(), nullptr, nullptr);
  CHECK_EQUAL(asked.size(), size_t{2});
  Work work;
  queue(loop, work);
  CHECK(!is_waiting(work.request));
  for (size_t i = 0; i < 5; i++) {
    CHECK(asked.size() > i);
    const Asked one = asked[i];
    one.callback(one.request, 0, nullptr);
    loop.turn();
  }
  loop.run();
  CHECK_EQUAL(answers, 5);
  CHECK_EQUAL(work.status, 0);
}

} // namespace
