// What waits for write callbacks, against a model: any order of appending, taking,
// releasing, forgetting and sleeping keeps every list, once, in order, and the
// name it was queued with.
#include "fuzzer.h"

#include "inbox.h"

#include <cstdlib>
#include <deque>
#include <string>

using nodejs::Box;
using nodejs::Inbox;
using nodejs::Intern;
using nodejs::Record;
using nodejs::Writer;

namespace {

class NumberBox : public Box {
public:
  explicit NumberBox(uint64_t number) : number(number) { alive++; }
  ~NumberBox() override { alive--; }
  static inline int alive = 0;
  const uint64_t number;
};

struct Expected {
  std::string key;
  uint64_t number;
  bool boxed;
};

void require(bool holds) {
  if (!holds) std::abort();
}

class Input {
public:
  Input(const uint8_t *data, size_t size) : data_(data), size_(size) {}
  bool is_empty() const { return size_ == 0; }
  uint8_t byte() {
    if (size_ == 0) return 0;
    size_--;
    return *data_++;
  }

private:
  const uint8_t *data_;
  size_t size_;
};

// One callback and what must be in its queue.
class Model {
public:
  Model(Inbox &inbox, size_t limit)
      : inbox_(inbox), writer_(inbox.add_writer(limit)), limit_(limit) {}

  void append(uint8_t name, bool boxed) {
    const std::string key =
        "host/plugin-" + std::string(name % 5, 'x') + "/gauge-" + std::to_string(name % 37);
    Record record{};
    record.values_num = 1;
    record.values[0].integer = next_;
    const bool taken =
        writer_.append(key, record, boxed ? std::make_unique<NumberBox>(next_) : nullptr, false);
    require(taken == (expected_.size() < limit_));
    if (taken)
      expected_.push_back({key, next_, boxed});
    else
      dropped_++;
    next_++;
  }

  void take(size_t done, size_t most) {
    done = done > taken_ ? taken_ : done;
    const Writer::Part part = writer_.take(done, most);
    expected_.erase(expected_.begin(), expected_.begin() + static_cast<std::ptrdiff_t>(done));
    require(part.count <= most && part.count <= expected_.size());
    require(part.count > 0 || most == 0 || expected_.empty());
    taken_ = part.count;
    for (size_t i = 0; i < part.count; i++)
      check(part.first + i, expected_[i]);
  }

  void finish() {
    while (!expected_.empty())
      take(taken_, 7);
    take(taken_, 1);
    require(writer_.size() == 0);
    require(writer_.dropped() == dropped_);
  }

private:
  void check(size_t index, const Expected &expected) {
    const Record &record = writer_.ring()->records()[index];
    require(inbox_.key_of({record.slot, record.generation}) == expected.key);
    if (expected.boxed) {
      const auto *box = dynamic_cast<const NumberBox *>(writer_.ring()->box(index));
      require(box != nullptr && box->number == expected.number);
    } else {
      require(record.values[0].integer == expected.number);
    }
  }

  Inbox &inbox_;
  Writer &writer_;
  const size_t limit_;
  std::deque<Expected> expected_;
  size_t taken_ = 0;
  uint64_t next_ = 0;
  uint64_t dropped_ = 0;
};

} // namespace

int fuzz_one(const uint8_t *data, size_t size) {
  Input input(data, size);
  // Making them costs a hundred times what using them does; every run leaves them empty.
  static Inbox inbox([] {}, 8);
  static Model small(inbox, 3), large(inbox, 32);
  inbox.set_running(true);
  while (!input.is_empty()) {
    const uint8_t step = input.byte();
    Model &model = step & 1 ? small : large;
    switch (step >> 1 & 7) {
    case 0:
    case 1:
    case 2:
      model.append(input.byte(), step & 0x80);
      break;
    case 3:
    case 4:
      model.take(input.byte() % 40, step >> 4);
      break;
    case 5:
      inbox.tick();
      for (const uint32_t slot : inbox.take_freed())
        require(slot < 1u << 24);
      break;
    case 6:
      inbox.sleep();
      break;
    default:
      inbox.set_running(step & 0x80);
      break;
    }
  }
  small.finish();
  large.finish();
  require(inbox.is_empty());
  require(NumberBox::alive == 0);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  return fuzz_one(data, size);
}
