#include "pool/threads/threads.h"

#include "core/signal_block.h"

#include <algorithm>
#include <cstdlib>
#include <pthread.h>
#include <string>
#include <uv.h>
#include <vector>

namespace nodejs {

namespace {

// libuv's.
constexpr size_t kDefaultThreads = 4;
constexpr size_t kMostThreads = 1024;
constexpr size_t kStackSize = size_t{8} << 20;

void *wait_at(void *gate) {
  auto *mutex = static_cast<pthread_mutex_t *>(gate);
  pthread_mutex_lock(mutex);
  pthread_mutex_unlock(mutex);
  return nullptr;
}

} // namespace

size_t pool_threads() {
  const char *size = std::getenv("UV_THREADPOOL_SIZE");
  if (size == nullptr) return kDefaultThreads;
  // As libuv reads it: no number is 0, and a negative one is very large.
  return std::clamp(static_cast<size_t>(std::strtol(size, nullptr, 10)), size_t{1}, kMostThreads);
}

size_t makeable_threads(size_t wanted) {
  const SignalBlock block;
  pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackSize);
  std::vector<pthread_t> threads;
  threads.reserve(wanted);
  pthread_mutex_lock(&gate);
  for (pthread_t thread; threads.size() < wanted; threads.push_back(thread))
    if (pthread_create(&thread, &attributes, wait_at, &gate) != 0) break;
  pthread_mutex_unlock(&gate);
  for (const pthread_t thread : threads)
    pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  return threads.size();
}

void make_pool(size_t threads) {
  const SignalBlock block;
  setenv("UV_THREADPOOL_SIZE", std::to_string(threads).c_str(), 1);
  uv_loop_t loop;
  uv_work_t nothing;
  if (uv_loop_init(&loop) != 0) return;
  uv_queue_work(
      &loop, &nothing, [](uv_work_t *) {}, nullptr);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
}

} // namespace nodejs
