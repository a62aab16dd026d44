#include "node/heap_guard.h"

#include <node.h>
#include <unistd.h>

namespace nodejs {

namespace {

// What an environment may still take after its limit was reached, until it is ended:
// one built-in function that allocates much cannot be interrupted.
constexpr size_t kSlack = sizeof(void *) == 8 ? size_t{512} << 20 : size_t{128} << 20;

thread_local HeapGuard *current_guard = nullptr;
thread_local const std::function<void()> *current_park = nullptr;
thread_local std::function<void()> on_thread_out_of_memory;

[[noreturn]] void park() {
  if (current_park != nullptr) (*current_park)();
  if (on_thread_out_of_memory) on_thread_out_of_memory();
  // A thread of V8's, or a park function that has returned.
  for (;;)
    pause();
}

#if NODE_MAJOR_VERSION >= 20
void on_out_of_memory(const char *, const v8::OOMDetails &) {
  park();
}
#else
void on_out_of_memory(const char *, bool) {
  park();
}
#endif

struct ThreadLimit {
  size_t limit = 0;
  std::function<void()> on_exceeded;
  bool is_exceeded = false;

  bool is_above(v8::Isolate *isolate) const {
    v8::HeapStatistics statistics;
    isolate->GetHeapStatistics(&statistics);
    return statistics.used_heap_size() + statistics.external_memory() > limit;
  }
};
thread_local ThreadLimit thread_limit;

void check_thread(v8::Isolate *isolate, void *) {
  if (thread_limit.is_exceeded || !thread_limit.is_above(isolate)) return;
  isolate->LowMemoryNotification();
  if (thread_limit.is_exceeded || !thread_limit.is_above(isolate)) return;
  thread_limit.is_exceeded = true;
  thread_limit.on_exceeded();
  const v8::HandleScope scope(isolate);
  node::Environment *environment = node::GetCurrentEnvironment(isolate->GetCurrentContext());
  if (environment != nullptr) node::Stop(environment);
}

size_t keep(void *, size_t current, size_t) {
  return current;
}

} // namespace

HeapGuard::HeapGuard(v8::Isolate *isolate, size_t limit, std::function<void()> on_exceeded,
                     std::function<void()> park)
    : isolate_(isolate), limit_(limit), on_exceeded_(std::move(on_exceeded)),
      park_(std::move(park)) {
  current_guard = this;
  current_park = &park_;
  // The only way to lower the limit of an isolate that exists.
  isolate_->AddNearHeapLimitCallback(keep, nullptr);
  isolate_->RemoveNearHeapLimitCallback(keep, limit_);
  isolate_->AddNearHeapLimitCallback(on_near_limit, this);
  isolate_->SetOOMErrorHandler(on_out_of_memory);
  // V8 collects garbage when ArrayBuffers have grown much, too.
  isolate_->AddGCEpilogueCallback(on_collected, this);
  isolate_->AddGCPrologueCallback(on_collecting, this);
}

HeapGuard::~HeapGuard() {
  isolate_->RemoveGCPrologueCallback(on_collecting, this);
  isolate_->RemoveGCEpilogueCallback(on_collected, this);
  isolate_->RemoveNearHeapLimitCallback(on_near_limit, 0);
  current_guard = nullptr;
  current_park = nullptr;
}

void HeapGuard::on_collecting(v8::Isolate *, v8::GCType, v8::GCCallbackFlags, void *self) {
  static_cast<HeapGuard *>(self)->is_collecting_ = true;
}

void HeapGuard::on_collected(v8::Isolate *, v8::GCType type, v8::GCCallbackFlags, void *self) {
  auto *guard = static_cast<HeapGuard *>(self);
  guard->is_collecting_ = false;
  if (type == v8::kGCTypeMarkSweepCompact) guard->request_check();
}

size_t HeapGuard::on_near_limit(void *self, size_t current, size_t) {
  return static_cast<HeapGuard *>(self)->near_limit(current);
}

size_t HeapGuard::used() const {
  v8::HeapStatistics statistics;
  isolate_->GetHeapStatistics(&statistics);
  const size_t outside = statistics.external_memory();
  return statistics.used_heap_size() + (outside > exempted_ ? outside - exempted_ : 0);
}

void HeapGuard::check() {
  check_requested_ = false;
  if (is_exceeded_ || used() <= limit_) return;
  // What nobody uses any more does not count.
  isolate_->LowMemoryNotification();
  if (is_exceeded_ || used() <= limit_) return;
  is_exceeded_ = true;
  on_exceeded_();
}

// Inside a collection: what it frees of ArrayBuffers is counted only later.
void HeapGuard::request_check() {
  if (check_requested_ || is_exceeded_ || used() <= limit_) return;
  check_requested_ = true;
  isolate_->RequestInterrupt(
      [](v8::Isolate *, void *) {
        if (current_guard != nullptr) current_guard->check();
      },
      nullptr);
}

// Inside a collection: nothing may be allocated.
size_t HeapGuard::near_limit(size_t current) {
  if (is_exceeded_) park();
  is_exceeded_ = true;
  isolate_->RequestInterrupt(
      [](v8::Isolate *, void *) {
        if (current_guard != nullptr) current_guard->on_exceeded_();
      },
      nullptr);
  return current + kSlack;
}

void park_when_out_of_memory(v8::Isolate *isolate, std::function<void()> on_out_of_memory) {
  on_thread_out_of_memory = std::move(on_out_of_memory);
  isolate->SetOOMErrorHandler(nodejs::on_out_of_memory);
}

void limit_thread(v8::Isolate *isolate, size_t limit, std::function<void()> on_exceeded) {
  thread_limit = {limit, std::move(on_exceeded)};
  isolate->AddGCEpilogueCallback(
      [](v8::Isolate *collected, v8::GCType, v8::GCCallbackFlags) {
        if (!thread_limit.is_exceeded && thread_limit.is_above(collected))
          collected->RequestInterrupt(check_thread, nullptr);
      },
      v8::kGCTypeMarkSweepCompact);
}

} // namespace nodejs
