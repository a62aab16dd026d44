#include "ring_model.h"

#include "require.h"

#include <algorithm>

using nodejs::Record;
using nodejs::WriteQueue;

Model::Model(nodejs::Inbox &inbox, size_t limit)
    : inbox_(inbox), queue_(inbox.add_write_queue(limit)), limit_(limit) {
  open(false);
}

void Model::open(bool drops_oldest) {
  drops_oldest_ = drops_oldest;
  lease_ =
      queue_.open(drops_oldest ? WriteQueue::Full::drops_oldest : WriteQueue::Full::drops_newest);
}

void Model::count_drop(bool counts_as_drop) {
  dropped_++;
  if (counts_as_drop)
    not_told_++;
  else
    losses_.beyond_limit++;
}

void Model::append(unsigned name, bool boxed, size_t beside, bool may_wait, bool counts_as_drop) {
  const std::string key =
      "host/plugin-" + std::string(name % 5, 'x') + "/gauge-" + std::to_string(name);
  Record record{};
  record.values_num = 1;
  record.values[0].integer = next_;
  const std::string cell(beside, static_cast<char>(next_));
  const bool taken =
      queue_.append(key, record, boxed ? std::make_shared<NumberBox>(next_) : nullptr, may_wait,
                    {reinterpret_cast<const uint8_t *>(cell.data()), cell.size()});
  const bool is_full = expected_.size() - hand_ >= limit_;
  require(taken == (!is_full || drops_oldest_));
  if (is_full) count_drop(counts_as_drop);
  if (is_full && drops_oldest_) {
    expected_.erase(expected_.begin() + static_cast<std::ptrdiff_t>(hand_));
    if (hand_ > 0) overtaken_++;
  }
  if (taken) {
    expected_.push_back(
        {key, next_, record.slot, boxed, beside <= nodejs::Ring::kCell ? cell : std::string()});
    appended_++;
  }
  next_++;
}

void Model::release(size_t count) {
  expected_.erase(expected_.begin(), expected_.begin() + static_cast<std::ptrdiff_t>(count));
  hand_ -= std::min(hand_, count);
  if (hand_ == 0) overtaken_ = 0;
}

void Model::take(size_t done, size_t most) {
  done = std::min(done, taken_);
  // Of a worker before this one: it must change nothing.
  require(queue_.take(lease_.number - 1, done, most).count == 0);
  const WriteQueue::Part part = queue_.take(lease_.number, done, most);
  release(done);
  if (drops_oldest_ && hand_ == 0) hand_ = std::min(expected_.size(), most);
  require(part.count <= most && part.count <= expected_.size());
  require(part.count > 0 || most == 0 || expected_.empty());
  taken_ = part.count;
  for (size_t i = 0; i < part.count; i++)
    check(part.first + i, expected_[i]);
}

void Model::abandon(uint32_t begun, uint32_t in_hand, bool drops_oldest) {
  begun = std::min(begun, static_cast<uint32_t>(taken_));
  const uint64_t before = inbox_.progress();
  *lease_.progress = {begun, in_hand};
  require(inbox_.progress() == before + begun);
  const bool empties_hand = hand_ > 0 && begun >= hand_;
  const uint64_t overtaken = empties_hand ? overtaken_ : 0;
  queue_.abandon();
  require(inbox_.progress() == before + begun + overtaken);
  release(begun);
  taken_ = 0;
  dropped_ += std::min(begun, in_hand);
  losses_.in_hand += std::min(begun, in_hand);
  open(drops_oldest);
}

void Model::discard() {
  require(queue_.discard() == expected_.size() + losses_.beyond_limit);
  release(expected_.size());
  taken_ = 0;
  losses_.beyond_limit = 0;
}

void Model::check_counts() {
  const WriteQueue::Losses losses = queue_.take_losses();
  require(losses.in_hand == losses_.in_hand && losses.beyond_limit == losses_.beyond_limit);
  losses_ = {};
  require(queue_.take_dropped() == not_told_);
  not_told_ = 0;
  require(queue_.dropped() == dropped_ && queue_.size() == expected_.size());
}

void Model::finish() {
  while (!expected_.empty())
    take(taken_, 7);
  take(taken_, 1);
  check_counts();
}

bool Model::names(uint32_t slot) const {
  return std::any_of(expected_.begin(), expected_.end(),
                     [slot](const Expected &one) { return one.slot == slot; });
}

void Model::check(size_t index, const Expected &expected) {
  const Record &record = queue_.ring()->records()[index];
  require(inbox_.key_of({record.slot, record.generation}) == expected.key);
  require(((record.flags & Record::kMetaInCell) != 0) == !expected.beside.empty());
  const uint8_t *cell = queue_.ring()->cells() + index * nodejs::Ring::kCell;
  require(std::equal(expected.beside.begin(), expected.beside.end(), cell,
                     [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; }));
  if (expected.boxed) {
    const auto *box = dynamic_cast<const NumberBox *>(queue_.box(lease_.number, index).get());
    require(box != nullptr && box->number == expected.number);
  } else {
    require(queue_.box(lease_.number, index) == nullptr);
    require(record.values[0].integer == expected.number);
  }
}
