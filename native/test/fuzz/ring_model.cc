#include "ring_model.h"

#include "require.h"

#include <algorithm>

using nodejs::Record;
using nodejs::WriteQueue;

Model::Model(nodejs::Inbox &inbox, size_t limit)
    : inbox_(inbox), queue_(inbox.add_write_queue(limit)), limit_(limit) {}

void Model::append(unsigned name, bool boxed, size_t beside, bool may_wait, bool counts_as_drop) {
  const std::string key =
      "host/plugin-" + std::string(name % 5, 'x') + "/gauge-" + std::to_string(name);
  Record record{};
  record.values_num = 1;
  record.values[0].integer = next_;
  const std::string cell(beside, static_cast<char>(next_));
  const bool taken =
      queue_.append(key, record, boxed ? std::make_unique<NumberBox>(next_) : nullptr, may_wait,
                    {reinterpret_cast<const uint8_t *>(cell.data()), cell.size()});
  require(taken == (expected_.size() < limit_));
  if (taken) {
    expected_.push_back(
        {key, next_, record.slot, boxed, beside <= nodejs::Ring::kCell ? cell : std::string()});
    appended_++;
  } else {
    dropped_++;
    if (counts_as_drop)
      not_told_++;
    else
      losses_.beyond_limit++;
  }
  next_++;
}

void Model::release(size_t count) {
  expected_.erase(expected_.begin(), expected_.begin() + static_cast<std::ptrdiff_t>(count));
}

void Model::take(size_t done, size_t most) {
  done = std::min(done, taken_);
  const WriteQueue::Part part = queue_.take(done, most);
  release(done);
  require(part.count <= most && part.count <= expected_.size());
  require(part.count > 0 || most == 0 || expected_.empty());
  taken_ = part.count;
  for (size_t i = 0; i < part.count; i++)
    check(part.first + i, expected_[i]);
}

void Model::abandon(uint32_t begun, uint32_t in_hand) {
  begun = std::min(begun, static_cast<uint32_t>(taken_));
  const uint64_t before = inbox_.progress();
  *queue_.progress_memory() = {begun, in_hand};
  require(inbox_.progress() == before + begun);
  queue_.abandon();
  require(inbox_.progress() == before + begun);
  release(begun);
  taken_ = 0;
  dropped_ += std::min(begun, in_hand);
  losses_.in_hand += std::min(begun, in_hand);
}

void Model::discard() {
  require(queue_.discard() == expected_.size() + losses_.beyond_limit);
  expected_.clear();
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
    const auto *box = dynamic_cast<const NumberBox *>(queue_.ring()->box(index));
    require(box != nullptr && box->number == expected.number);
  } else {
    require(queue_.ring()->box(index) == nullptr);
    require(record.values[0].integer == expected.number);
  }
}
