// What waits for write callbacks, against a model: any order of appending, taking,
// releasing, losing, forgetting and sleeping keeps every list, once, in order, and
// the name it was queued with.
#include "clock.h"
#include "fuzzer.h"
#include "require.h"
#include "ring_model.h"

#include <stdexcept>

using nodejs::Inbox;

namespace {

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

// Making these costs a hundred times what using them does; every run leaves them empty.
struct Worker {
  explicit Worker(size_t capacity, unsigned names)
      : inbox([this] { woken++; }, capacity), names(names) {}

  void append(Model &model, unsigned name, bool boxed, size_t beside) {
    const uint64_t before = woken, appended = model.appended();
    // While the worker runs a test of waiting would have to wait.
    model.append(name % names, boxed, beside, !is_running || is_closed, is_running || is_closed);
    const bool wakes = is_asleep && model.appended() > appended;
    require(woken == before + (wakes ? 1 : 0));
    if (wakes) is_asleep = false;
  }

  // Names that come once, where there is room: it takes thousands of steps to find
  // out that nothing can be forgotten.
  void flood(Model &model, unsigned count) {
    if (!is_closed) return;
    for (unsigned i = 0; i < count; i++) {
      append(model, flooded++, false, 0);
      model.take(1, 1);
    }
  }

  void tick() {
    inbox.tick();
    for (const uint32_t slot : inbox.take_freed())
      require(!small.names(slot) && !large.names(slot));
  }

  void sleep() {
    inbox.sleep();
    is_asleep = true;
  }

  void run(bool now) {
    inbox.set_running(now);
    is_running = now;
  }

  void mark() {
    marked = inbox.mark({&small.write_queue(), &large.write_queue()});
    small_mark = small.is_empty() ? 0 : small.appended();
    large_mark = large.is_empty() ? 0 : large.appended();
  }

  void check_mark() {
    require(inbox.is_reached(marked) == ((small.is_empty() || small.released() >= small_mark) &&
                                         (large.is_empty() || large.released() >= large_mark)));
  }

  void finish() {
    small.finish();
    large.finish();
    require(inbox.is_empty() && inbox.is_reached(marked));
  }

  uint64_t woken = 0;
  Inbox inbox;
  Model small{inbox, 3}, large{inbox, 16};
  const unsigned names;
  unsigned flooded = 0;
  bool is_asleep = true;
  bool is_running = false;
  bool is_closed = false;
  nodejs::WritePosition marked;
  uint64_t small_mark = 0;
  uint64_t large_mark = 0;
};

// A queue that no address space has room for leaves nothing behind.
void add_too_large(Inbox &inbox) {
  try {
    inbox.add_write_queue(size_t{1} << 50);
    require(false);
  } catch (const std::runtime_error &) {
  }
}

void take_step(Worker &worker, Input &input, uint8_t step) {
  Model &model = step & 1 ? worker.small : worker.large;
  switch (step >> 1 & 15) {
  case 0:
  case 1:
  case 2:
  case 3:
  case 4:
  case 5:
    return worker.append(model, input.byte() * 7u + input.byte(), step & 0x80,
                         step & 0x40 ? 1 + input.byte() % 130 : 0);
  case 6:
  case 7:
    return model.take(input.byte() % 40, step >> 4);
  case 8:
    fuzz_seconds += input.byte() * 4u;
    return worker.tick();
  case 9:
    return worker.sleep();
  case 10:
    return worker.run(step & 0x80);
  case 11:
    return model.abandon(input.byte() % 40, input.byte() % 40, step & 0x80);
  case 12:
    return model.discard();
  case 13:
    return model.check_counts();
  case 14:
    return step & 0x80 ? worker.mark() : worker.check_mark();
  default:
    if (const uint8_t count = input.byte(); count > 0)
      worker.flood(model, count % 16);
    else
      add_too_large(worker.inbox);
  }
}

} // namespace

int fuzz_one(const uint8_t *data, size_t size) {
  Input input(data, size);
  // Full of identifiers at once; with room for all, and shut down.
  static Worker full(24, 185), roomy(2000, 5000);
  if (!roomy.is_closed) roomy.inbox.close();
  roomy.is_closed = true;
  full.run(true);
  Worker &worker = input.byte() % 4 == 0 ? roomy : full;
  while (!input.is_empty())
    take_step(worker, input, input.byte());
  worker.finish();
  require(NumberBox::alive == 0);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  return fuzz_one(data, size);
}
