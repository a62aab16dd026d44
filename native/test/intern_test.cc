#include "core/queue/intern.h"

#include "check.h"

#include <set>
#include <string>

using nodejs::Fingerprint;
using nodejs::Intern;

namespace {

constexpr Intern::Horizon kEverything{true, 0};

// An Intern with the arguments that these tests do not vary.
struct Subject {
  Intern intern;
  uint32_t sequence = 0;
  uint32_t now = 1000;
  Intern::Horizon horizon = kEverything;

  explicit Subject(size_t capacity) : intern(capacity) {}
  Intern::Id see(const std::string &key) { return see(key, nodejs::fingerprint(key)); }
  Intern::Id see(const std::string &key, const Fingerprint &fingerprint) {
    return intern.find_or_add(key, fingerprint, sequence++, now, [this] { return horizon; });
  }
  bool knows(Intern::Id id, const std::string &key) const { return intern.key_of(id) == key; }
};

std::string name(size_t i) {
  return "host/plugin-" + std::to_string(i) + "/type";
}

} // namespace

TEST(an_identifier_keeps_its_id) {
  Subject subject(100);
  const Intern::Id a = subject.see("a"), b = subject.see("b");
  CHECK(a.slot != b.slot);
  const Intern::Id again = subject.see("a");
  CHECK_EQUAL(again.slot, a.slot);
  CHECK_EQUAL(again.generation, a.generation);
  CHECK(subject.knows(a, "a"));
  CHECK(subject.knows(b, "b"));
  CHECK_EQUAL(subject.intern.size(), size_t{2});
}

TEST(keys_with_nul_and_of_every_length_differ) {
  Subject subject(1000);
  std::set<uint32_t> slots;
  for (size_t size = 0; size < 100; size++) {
    slots.insert(subject.see(std::string(size, 'x')).slot);
    slots.insert(subject.see(std::string(size, '\0') + "y").slot);
  }
  CHECK_EQUAL(slots.size(), size_t{200});
}

TEST(equal_buckets_are_told_apart) {
  Subject subject(1000);
  std::vector<Intern::Id> ids;
  for (size_t i = 0; i < 100; i++)
    ids.push_back(subject.see(name(i), {42, i}));
  for (size_t i = 0; i < 100; i++) {
    CHECK(subject.knows(ids[i], name(i)));
    CHECK_EQUAL(subject.see(name(i), {42, i}).slot, ids[i].slot);
  }
}

TEST(removal_keeps_runs_of_colliding_buckets_whole) {
  // All of one run at the end of the table, wrapping to its beginning.
  Subject subject(300);
  for (size_t i = 0; i < 300; i++)
    subject.see(name(i), {1020 + i % 7, i});
  std::vector<uint32_t> freed;
  subject.now += Intern::kMaxAge + 1;
  for (size_t i = 0; i < 300; i += 3)
    subject.see(name(i), {1020 + i % 7, i});
  subject.intern.sweep(300, subject.now, kEverything, freed);
  CHECK_EQUAL(freed.size(), size_t{200});
  CHECK_EQUAL(subject.intern.size(), size_t{100});
  for (size_t i = 0; i < 300; i += 3)
    subject.see(name(i), {1020 + i % 7, i});
  CHECK_EQUAL(subject.intern.size(), size_t{100});
}

TEST(growing_keeps_every_id) {
  Subject subject(200000);
  std::vector<Intern::Id> ids;
  for (size_t i = 0; i < 50000; i++)
    ids.push_back(subject.see(name(i)));
  bool all = true;
  for (size_t i = 0; i < ids.size(); i++)
    all = all && subject.knows(ids[i], name(i)) && subject.see(name(i)).slot == ids[i].slot;
  CHECK(all);
  CHECK_EQUAL(subject.intern.size(), size_t{50000});
}

TEST(beyond_the_capacity_the_ones_seen_once_go) {
  Subject subject(100);
  std::vector<Intern::Id> steady;
  for (size_t i = 0; i < 50; i++)
    steady.push_back(subject.see(name(i)));
  for (size_t flood = 1000; flood < 11000; flood++) {
    subject.see(name(flood));
    for (size_t i = 0; flood % 10 == 0 && i < 50; i++)
      subject.see(name(i));
  }
  for (size_t i = 0; i < 50; i++)
    CHECK(subject.knows(steady[i], name(i)));
  CHECK(subject.intern.size() <= 100);
  CHECK(subject.intern.slots() <= 101);
}

TEST(a_slot_that_is_used_again_has_another_generation) {
  Subject subject(1);
  const Intern::Id first = subject.see("first");
  const Intern::Id second = subject.see("second");
  CHECK_EQUAL(second.slot, first.slot);
  CHECK(second.generation != first.generation);
  CHECK(subject.knows(second, "second"));
  CHECK(subject.intern.key_of(first).empty());
  CHECK(subject.intern.key_of({99, 1}).empty());
}

TEST(what_was_taken_out_is_not_found_again) {
  Subject subject(100);
  const Intern::Id before = subject.see("before"), id = subject.see("id"),
                   after = subject.see("after");
  subject.now += Intern::kMaxAge + 1;
  subject.see("before");
  std::vector<uint32_t> freed;
  subject.intern.sweep(100, subject.now, kEverything, freed);
  CHECK_EQUAL(freed.size(), size_t{2});
  CHECK_EQUAL(subject.see("before").generation, before.generation);
  const Intern::Id again = subject.see("id");
  CHECK(subject.knows(again, "id"));
  CHECK(subject.intern.key_of(id).empty());
  CHECK(subject.knows(subject.see("after"), "after"));
  CHECK(subject.intern.key_of(after).empty());
  CHECK_EQUAL(subject.intern.size(), size_t{3});
}

// The usual order (round robin over all series), backwards, and at random.
TEST(whatever_the_order_each_identifier_has_one_id) {
  constexpr size_t kSeries = 500;
  Subject subject(kSeries);
  std::vector<Intern::Id> ids;
  for (size_t i = 0; i < kSeries; i++)
    ids.push_back(subject.see(name(i)));
  size_t wrong = 0, random = 1;
  for (size_t i = 0; i < 5000; i++) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    for (const size_t at : {i % kSeries, kSeries - 1 - i % kSeries, (random >> 33) % kSeries}) {
      const Intern::Id id = subject.see(name(at));
      wrong += id.slot != ids[at].slot || id.generation != ids[at].generation;
    }
  }
  CHECK_EQUAL(wrong, size_t{0});
  CHECK_EQUAL(subject.intern.size(), kSeries);
}

TEST(what_a_queued_record_names_is_never_taken_out) {
  Subject subject(10);
  // Record 5 is the oldest that waits, so the identifiers 5 to 9 are pinned.
  std::vector<Intern::Id> ids;
  for (size_t i = 0; i < 10; i++)
    ids.push_back(subject.see(name(i)));
  subject.horizon = {false, 5};
  for (size_t i = 100; i < 1000; i++)
    subject.see(name(i));
  for (size_t i = 0; i < 10; i++)
    CHECK_EQUAL(subject.knows(ids[i], name(i)), i >= 5);
  // All that came since are queued too: the table had to grow.
  CHECK_EQUAL(subject.intern.size(), size_t{905});
  subject.horizon = kEverything;
  for (size_t i = 2000; i < 2100; i++)
    subject.see(name(i));
  CHECK(subject.intern.size() <= 10);
}

TEST(sequence_numbers_wrap) {
  const Intern::Horizon horizon{false, 5};
  CHECK(horizon.is_past(4));
  CHECK(horizon.is_past(0xfffffff0u));
  CHECK(!horizon.is_past(5));
  CHECK(!horizon.is_past(6));
  CHECK(!horizon.is_past(0x7fffffffu));
  Subject subject(2);
  subject.sequence = 0xffffffffu;
  const Intern::Id before = subject.see("before the wrap"), after = subject.see("after it");
  subject.horizon = {false, 0xffffffffu};
  subject.see("one more");
  CHECK(subject.knows(before, "before the wrap"));
  subject.horizon = {false, 0};
  subject.see("and another");
  CHECK(subject.intern.key_of(before).empty());
  CHECK(subject.knows(after, "after it"));
}

TEST(sweep_takes_out_what_was_not_seen_for_long) {
  Subject subject(100);
  std::vector<uint32_t> freed;
  const Intern::Id old = subject.see("old"), pinned = subject.see("pinned");
  subject.now += Intern::kMaxAge;
  const Intern::Id young = subject.see("young");
  subject.intern.sweep(100, subject.now, kEverything, freed);
  CHECK(freed.empty());
  subject.intern.sweep(100, subject.now + 1, {false, 1}, freed);
  CHECK_EQUAL(freed.size(), size_t{1});
  CHECK_EQUAL(freed.at(0), old.slot);
  CHECK(subject.intern.key_of(old).empty());
  CHECK(subject.knows(pinned, "pinned"));
  CHECK(subject.knows(young, "young"));
}

TEST(sweep_goes_on_where_it_stopped) {
  Subject subject(100);
  for (size_t i = 0; i < 10; i++)
    subject.see(name(i));
  std::vector<uint32_t> freed;
  for (size_t i = 1; i <= 5; i++) {
    subject.intern.sweep(2, subject.now + Intern::kMaxAge + 1, kEverything, freed);
    CHECK_EQUAL(freed.size(), 2 * i);
  }
  CHECK_EQUAL(subject.intern.size(), size_t{0});
}

TEST(sweep_with_a_clock_that_was_read_before_the_last_append) {
  Subject subject(100);
  const Intern::Id id = subject.see("seen just now");
  std::vector<uint32_t> freed;
  subject.intern.sweep(1, subject.now - 1, kEverything, freed);
  CHECK(freed.empty());
  CHECK(subject.knows(id, "seen just now"));
}
