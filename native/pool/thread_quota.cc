#include "pool/thread_quota.h"

#include <algorithm>

namespace nodejs {

namespace {

// The last one: of the threads that are not a worker's.
std::vector<std::unique_ptr<Quota>> quotas;
thread_local Quota *own = nullptr;

} // namespace

Quota::Size quota_size(size_t threads, size_t workers) {
  const size_t all = std::max<size_t>(1, threads / (workers + 1));
  return {all, std::max<size_t>(1, all / 2)};
}

void open_quotas(size_t threads, size_t workers) {
  for (size_t i = 0; i <= workers; i++)
    quotas.push_back(std::make_unique<Quota>(quota_size(threads, workers)));
}

void adopt_quota(size_t worker) {
  own = &quota_of(worker);
}

Quota &quota_of(size_t worker) {
  return *quotas[worker];
}

void tick_quotas() {
  for (const auto &quota : quotas)
    quota->tick();
}

Quota &thread_quota() {
  return own != nullptr ? *own : *quotas.back();
}

} // namespace nodejs
