#include "core/queue/ring.h"

#include "check.h"

#include <cstring>
#include <string>
#include <string_view>

using nodejs::Box;
using nodejs::Record;
using nodejs::Ring;

namespace {

int boxes = 0;

class CountedBox : public Box {
public:
  explicit CountedBox(int number) : number(number) { boxes++; }
  ~CountedBox() override { boxes--; }
  const int number;
};

void push(Ring &ring, uint32_t number, bool boxed = false) {
  Record record{};
  record.slot = number;
  ring.push(record, boxed ? std::make_shared<CountedBox>(number) : nullptr);
}

Ring::Part all(Ring &ring) {
  return ring.hand_out(1000);
}

uint32_t slot_at(Ring &ring, size_t i) {
  return ring.records()[(all(ring).first + i) % ring.limit()].slot;
}

} // namespace

TEST(records_come_out_in_order_and_wrap) {
  Ring ring(5);
  uint32_t in = 0, out = 0;
  for (int round = 0; round < 100; round++) {
    while (!ring.is_full())
      push(ring, in++);
    CHECK_EQUAL(ring.size(), size_t{5});
    for (size_t i = 0; i < 5; i++)
      CHECK_EQUAL(slot_at(ring, i), out + i);
    // What is readable has no gap.
    CHECK(all(ring).first + all(ring).count <= ring.limit());
    CHECK(all(ring).count > 0);
    const size_t count = 1 + static_cast<size_t>(round) % 4;
    ring.release(count);
    out += static_cast<uint32_t>(count);
    CHECK_EQUAL(ring.front().slot, out);
  }
}

TEST(what_wraps_is_readable_in_two_parts) {
  Ring ring(4);
  for (uint32_t i = 0; i < 4; i++)
    push(ring, i);
  ring.release(3);
  push(ring, 4);
  push(ring, 5);
  CHECK_EQUAL(all(ring).first, size_t{3});
  CHECK_EQUAL(all(ring).count, size_t{1});
  ring.release(1);
  CHECK_EQUAL(all(ring).first, size_t{0});
  CHECK_EQUAL(all(ring).count, size_t{2});
}

TEST(the_limit_is_reached_and_an_empty_ring_starts_over) {
  Ring ring(3);
  CHECK(ring.is_empty());
  for (uint32_t i = 0; i < 3; i++) {
    CHECK(!ring.is_full());
    push(ring, i);
  }
  CHECK(ring.is_full());
  ring.release(3);
  CHECK(ring.is_empty());
  CHECK_EQUAL(all(ring).first, size_t{0});
  push(ring, 0);
  ring.release(1);
  push(ring, 1);
  CHECK_EQUAL(all(ring).first, size_t{0});
  // More than there is.
  ring.release(100);
  CHECK(ring.is_empty());
}

TEST(a_ring_of_one) {
  Ring ring(1);
  for (uint32_t i = 0; i < 10; i++) {
    push(ring, i, i % 2 == 0);
    CHECK(ring.is_full());
    CHECK_EQUAL(ring.front().slot, i);
    ring.release(1);
  }
  CHECK_EQUAL(boxes, 0);
}

TEST(boxes_belong_to_their_records) {
  {
    Ring ring(4);
    for (uint32_t i = 0; i < 4; i++)
      push(ring, i, i % 2 == 1);
    CHECK_EQUAL(boxes, 2);
    CHECK(ring.box(0) == nullptr);
    CHECK(ring.box(4) == nullptr);
    CHECK_EQUAL(static_cast<const CountedBox &>(*ring.box(1)).number, 1);
    ring.release(1);
    CHECK_EQUAL(boxes, 2);
    ring.release(1);
    CHECK_EQUAL(boxes, 1);
    push(ring, 4, true);
    push(ring, 5, true);
    CHECK_EQUAL(boxes, 3);
    CHECK_EQUAL(static_cast<const CountedBox &>(*ring.box(0)).number, 4);
    ring.release(2);
    CHECK_EQUAL(boxes, 2);
  }
  CHECK_EQUAL(boxes, 0);
}

TEST(a_plain_record_in_the_place_of_a_boxed_one_has_no_box) {
  Ring ring(1);
  push(ring, 0, true);
  ring.release(1);
  push(ring, 1);
  CHECK(ring.box(0) == nullptr);
}

TEST(what_goes_beside_a_record_is_in_the_cell_of_its_place) {
  Ring ring(3);
  CHECK_EQUAL(ring.cell_bytes(), (3 + Ring::kHand) * Ring::kCell);
  const auto push_beside = [&ring](uint32_t number, std::string_view text) {
    Record record{};
    record.slot = number;
    ring.push(record, nullptr, {reinterpret_cast<const uint8_t *>(text.data()), text.size()});
  };
  push_beside(0, "zero");
  push(ring, 1);
  push_beside(2, "two");
  ring.release(1);
  push_beside(3, std::string(Ring::kCell, 'x'));
  CHECK((ring.records()[0].flags & Record::kMetaInCell) != 0);
  CHECK((ring.records()[1].flags & Record::kMetaInCell) == 0);
  CHECK((ring.records()[2].flags & Record::kMetaInCell) != 0);
  CHECK(std::memcmp(ring.cells() + 2 * Ring::kCell, "two", 3) == 0);
  CHECK(std::memcmp(ring.cells(), std::string(Ring::kCell, 'x').data(), Ring::kCell) == 0);
  // A cell is not more than a cell.
  ring.release(3);
  push_beside(4, std::string(Ring::kCell + 1, 'y'));
  CHECK((ring.front().flags & Record::kMetaInCell) == 0);
}

TEST(what_is_in_hand_stays_when_the_oldest_go) {
  {
    Ring ring(3);
    ring.use_hand(true);
    for (uint32_t i = 0; i < 3; i++)
      push(ring, i, i == 1);
    CHECK_EQUAL(ring.hand_out(2).count, size_t{2});
    push(ring, 3);
    push(ring, 4);
    CHECK(ring.is_full());
    CHECK_EQUAL(ring.size(), size_t{5});
    ring.drop_oldest();
    push(ring, 5);
    const Ring::Part hand = all(ring);
    CHECK_EQUAL(hand.count, size_t{2});
    CHECK_EQUAL(ring.front().slot, 0U);
    CHECK_EQUAL(ring.records()[hand.first + 1].slot, 1U);
    CHECK(ring.box(hand.first + 1) != nullptr);
    ring.release(1);
    CHECK_EQUAL(all(ring).first, hand.first + 1);
    ring.release(1);
    CHECK_EQUAL(boxes, 0);
    const Ring::Part next = all(ring);
    CHECK_EQUAL(next.count, size_t{3});
    for (uint32_t i = 0; i < 3; i++)
      CHECK_EQUAL(ring.records()[next.first + i].slot, 3 + i);
  }
  CHECK_EQUAL(boxes, 0);
}
