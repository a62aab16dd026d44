#include "core/queue/inbox.h"

#include <algorithm>
#include <ctime>

namespace nodejs {

namespace {

// A sweep looks at every identifier once a minute, in steps that hold the mutex
// for microseconds.
constexpr size_t kSweepsPerMinute = 60;
constexpr size_t kSweepStep = 512;

uint32_t coarse_seconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return static_cast<uint32_t>(now.tv_sec);
}

} // namespace

bool WriteQueue::append(Key key, Record &record, std::shared_ptr<Box> box, bool may_wait,
                        std::span<const uint8_t> beside) {
  const Fingerprint print = fingerprint(key);
  const uint32_t now = coarse_seconds();
  bool wake;
  {
    std::unique_lock<std::mutex> lock(inbox_.mutex_);
    if (!make_room(lock, may_wait)) return false;
    record.sequence = inbox_.sequence_++;
    const Intern::Id id = inbox_.intern_.find_or_add(key, print, record.sequence, now,
                                                     [this] { return inbox_.horizon(); });
    record.slot = id.slot;
    record.generation = id.generation;
    ring_->push(record, std::move(box), beside);
    appended_++;
    wake = !inbox_.awake_;
    inbox_.awake_ = true;
  }
  if (wake) inbox_.wake_();
  return true;
}

void WriteQueue::count_drop() {
  if (inbox_.running_ || inbox_.closed_) {
    dropped_++;
  } else {
    losses_.beyond_limit++;
    lost_++;
  }
}

bool WriteQueue::make_room(std::unique_lock<std::mutex> &lock, bool may_wait) {
  const bool is_over = rule_.is_over(ring_->size());
  const bool drops_oldest = full_ == Full::drops_oldest;
  if (!ring_->is_full() && (drops_oldest || !is_over)) return true;
  if (may_wait && !is_over && wait_for_room(lock)) return true;
  count_drop();
  if (drops_oldest) drop_oldest();
  return drops_oldest;
}

bool WriteQueue::wait_for_room(std::unique_lock<std::mutex> &lock) {
  waiting_++;
  while (ring_->is_full() && inbox_.running_ && !inbox_.closed_) {
    const auto now = Clock::now();
    const auto deadline = rule_.deadline(now, released_);
    if (now >= deadline) {
      rule_.give_up();
      break;
    }
    room_.wait_until(lock, deadline);
  }
  if (--waiting_ == 0) rule_.end_wait(Clock::now());
  return !ring_->is_full();
}

// It counts as released when those before it are.
void WriteQueue::drop_oldest() {
  ring_->drop_oldest();
  if (ring_->has_hand())
    overtaken_++;
  else
    released_++;
}

void WriteQueue::release(size_t count) {
  const size_t before = ring_->size();
  ring_->release(count);
  released_ += before - ring_->size();
  if (!ring_->has_hand()) released_ += std::exchange(overtaken_, 0);
}

WriteQueue::Lease WriteQueue::open(Full full) {
  std::lock_guard<std::mutex> lock(inbox_.mutex_);
  full_ = full;
  ring_->use_hand(full == Full::drops_oldest);
  lease_.progress = std::make_shared<Progress>();
  return lease_;
}

WriteQueue::Part WriteQueue::take(uint32_t lease, size_t done, size_t most) {
  bool notify;
  Part part;
  {
    std::lock_guard<std::mutex> lock(inbox_.mutex_);
    if (lease != lease_.number) return {0, 0};
    if (lease_.progress) lease_.progress->begun = 0;
    if (done > 0) release(done);
    part = most > 0 ? ring_->hand_out(most) : Part{0, 0};
    // Waiting threads come back for many lists at once, not for each.
    notify = waiting_ > 0 && ring_->size() <= ring_->limit() - ring_->limit() / 8;
  }
  if (notify) room_.notify_all();
  return part;
}

std::shared_ptr<const Box> WriteQueue::box(uint32_t lease, size_t index) {
  std::lock_guard<std::mutex> lock(inbox_.mutex_);
  return lease == lease_.number ? ring_->box(index) : nullptr;
}

void WriteQueue::abandon() {
  std::lock_guard<std::mutex> lock(inbox_.mutex_);
  const Progress progress = lease_.progress ? *lease_.progress : Progress{};
  const size_t begun = std::min<size_t>(progress.begun, ring_->size());
  const size_t in_hand = std::min<size_t>(progress.in_hand, begun);
  losses_.in_hand += in_hand;
  lost_ += in_hand;
  release(begun);
  lease_ = {lease_.number + 1, nullptr};
}

WriteQueue::Losses WriteQueue::take_losses() {
  std::lock_guard<std::mutex> lock(inbox_.mutex_);
  return std::exchange(losses_, {});
}

size_t WriteQueue::discard() {
  std::lock_guard<std::mutex> lock(inbox_.mutex_);
  const size_t size = ring_->size();
  release(size);
  return size + std::exchange(losses_.beyond_limit, 0);
}

uint64_t WriteQueue::take_dropped() {
  std::lock_guard<std::mutex> lock(inbox_.mutex_);
  return dropped_ - std::exchange(told_dropped_, dropped_);
}

size_t WriteQueue::size() {
  std::lock_guard<std::mutex> lock(inbox_.mutex_);
  return ring_->size();
}

Inbox::Inbox(std::function<void()> wake, size_t capacity)
    : wake_(std::move(wake)), intern_(capacity) {}

WriteQueue &Inbox::add_write_queue(size_t limit) {
  auto queue = std::make_unique<WriteQueue>(*this, limit);
  std::lock_guard<std::mutex> lock(mutex_);
  write_queues_.push_back(std::move(queue));
  return *write_queues_.back();
}

bool Inbox::is_empty() {
  std::lock_guard<std::mutex> lock(mutex_);
  return std::all_of(write_queues_.begin(), write_queues_.end(),
                     [](const auto &queue) { return queue->ring_->is_empty(); });
}

uint64_t Inbox::progress() {
  std::lock_guard<std::mutex> lock(mutex_);
  uint64_t progress = 0;
  for (const auto &queue : write_queues_)
    progress += queue->released_ + (queue->lease_.progress ? queue->lease_.progress->begun : 0);
  return progress;
}

WritePosition Inbox::mark(const std::vector<WriteQueue *> &queues) {
  WritePosition mark;
  std::lock_guard<std::mutex> lock(mutex_);
  for (WriteQueue *queue : queues)
    if (!queue->ring_->is_empty()) mark.emplace_back(queue, queue->appended_);
  return mark;
}

bool Inbox::is_reached(const WritePosition &mark) {
  std::lock_guard<std::mutex> lock(mutex_);
  return std::all_of(mark.begin(), mark.end(), [](const auto &one) {
    return one.first->released_ >= one.second || one.first->ring_->is_empty();
  });
}

std::string Inbox::key_of(Intern::Id id) {
  std::lock_guard<std::mutex> lock(mutex_);
  return std::string(intern_.key_of(id));
}

void Inbox::tick() {
  const uint32_t now = coarse_seconds();
  size_t left;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    left = intern_.slots() / kSweepsPerMinute + 1;
  }
  bool wake = false;
  while (left > 0) {
    const size_t step = std::min(left, kSweepStep);
    left -= step;
    std::lock_guard<std::mutex> lock(mutex_);
    intern_.sweep(step, now, horizon(), freed_);
    wake = !freed_.empty();
  }
  if (wake) wake_();
}

std::vector<uint32_t> Inbox::take_freed() {
  std::lock_guard<std::mutex> lock(mutex_);
  std::vector<uint32_t> freed;
  freed.swap(freed_);
  return freed;
}

void Inbox::set_running(bool running) {
  std::lock_guard<std::mutex> lock(mutex_);
  running_ = running;
  for (const auto &queue : write_queues_)
    queue->room_.notify_all();
}

void Inbox::close() {
  std::lock_guard<std::mutex> lock(mutex_);
  closed_ = true;
  for (const auto &queue : write_queues_)
    queue->room_.notify_all();
}

void Inbox::sleep() {
  std::lock_guard<std::mutex> lock(mutex_);
  awake_ = false;
}

Intern::Horizon Inbox::horizon() const {
  Intern::Horizon horizon{true, 0};
  for (const auto &queue : write_queues_) {
    if (queue->ring_->is_empty()) continue;
    const uint32_t oldest = queue->ring_->front().sequence;
    if (horizon.everything || static_cast<int32_t>(oldest - horizon.sequence) < 0)
      horizon = Intern::Horizon{false, oldest};
  }
  return horizon;
}

} // namespace nodejs
