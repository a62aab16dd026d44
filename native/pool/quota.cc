#include "pool/quota.h"

#include "pool/runners.h"

#include <algorithm>

namespace nodejs {

namespace {

// That a runner does before others of the pool's queue have their turn.
constexpr int kTurns = 64;

} // namespace

// Room for all: a place is taken where nothing may be thrown.
Quota::Quota(Size size) : size_(size) {
  state_.lock()->places.reserve(size.all);
}

bool Quota::has_room(const State &state, PoolUse use) const {
  if (state.places.size() + state.runners >= size_.all) return false;
  if (!use.is_name) return true;
  const auto names = std::count_if(state.places.begin(), state.places.end(),
                                   [](const Place &place) { return place.use.is_name; });
  return static_cast<size_t>(names) < size_.names;
}

bool Quota::take(uv_loop_t *loop, const uv__work *work, PoolUse use) {
  auto state = state_.lock();
  if (!state->queues[use.is_name].empty() || !has_room(*state, use)) return false;
  state->places.push_back({loop, work, use, false});
  return true;
}

bool Quota::take_or_wait(std::unique_ptr<Waiting> &waiting) {
  Waiting &one = *waiting;
  auto state = state_.lock();
  if (state->queues[one.use_.is_name].empty() && has_room(*state, one.use_)) {
    state->places.push_back({one.loop_, one.work_, one.use_, false});
    return true;
  }
  auto &queue = state->queues[one.use_.is_name];
  one.in_queue_ = queue.insert(queue.end(), std::move(waiting));
  one.queue_ = &queue;
  one.turn_ = ++state->last_turn;
  // The loop lives as long as a request of it waits, as with one that is in the pool.
  one.loop_->active_reqs.count++;
  return false;
}

void Quota::drop_place(State &state, const uv__work *work) {
  std::erase_if(state.places, [work](const Place &place) { return place.work == work; });
}

void Quota::set_aside(State &state, Waiting &waiting) {
  state.others.splice(state.others.end(), *waiting.queue_, waiting.in_queue_);
  waiting.queue_ = &state.others;
}

// The one that has waited longest of those for which there is room.
Waiting *Quota::next_of(const State &state, bool may_be_name_only) const {
  Waiting *next = nullptr;
  for (const bool is_name : {false, true}) {
    const Waiting::Queue &queue = state.queues[is_name];
    if (queue.empty() || (may_be_name_only && !is_name)) continue;
    Waiting &first = *queue.front();
    if (has_room(state, first.use_) && (next == nullptr || first.turn_ < next->turn_))
      next = &first;
  }
  return next;
}

void Quota::call_next(State &state, const uv_loop_t *own, Waiting::Queue &here) {
  // Each of those that are started takes one of the others at least.
  size_t started = 0;
  while (Waiting *next = next_of(state, started >= state.queues[false].size())) {
    if (next->is_runnable() && start_runner(*this)) {
      state.runners++;
      started++;
      continue;
    }
    state.places.push_back({next->loop_, next->work_, next->use_, false});
    if (next->loop_ == own) {
      here.splice(here.end(), *next->queue_, next->in_queue_);
      continue;
    }
    next->has_place_ = true;
    next->was_called_ = true;
    set_aside(state, *next);
    next->call();
  }
}

void Quota::run_waiting() {
  Waiting::Queue none;
  for (int turns = 0;; turns++) {
    Waiting *next = nullptr;
    {
      auto state = state_.lock();
      state->runners--;
      if (turns < kTurns) next = next_of(*state, false);
      if (next == nullptr || !next->is_runnable()) {
        call_next(*state, nullptr, none);
        return;
      }
      state->runners++;
      next->was_called_ = true;
      next->was_run_ = true;
      set_aside(*state, *next);
    }
    next->run();
    next->call();
  }
}

void Quota::give_back(const uv_loop_t *loop, const uv__work *work) {
  Waiting::Queue here;
  {
    auto state = state_.lock();
    drop_place(*state, work);
    call_next(*state, loop, here);
  }
  submit(here);
}

void Quota::submit(Waiting::Queue &here) {
  for (const auto &waiting : here)
    finish(*waiting, false, false);
}

void Quota::finish(Waiting &waiting, bool was_run, bool is_cancelled) {
  waiting.loop_->active_reqs.count--;
  if (was_run) {
    waiting.deliver();
    return;
  }
  if (is_cancelled) {
    waiting.fail(UV_ECANCELED);
    return;
  }
  const int error = waiting.submit();
  if (error == 0) return;
  give_back(waiting.loop_, waiting.work_);
  waiting.fail(error);
}

bool Quota::cancel(Waiting &waiting) {
  auto state = state_.lock();
  if (waiting.was_run_) return false;
  waiting.is_cancelled_ = true;
  if (waiting.was_called_) return true;
  waiting.was_called_ = true;
  set_aside(*state, waiting);
  waiting.call();
  return true;
}

void Quota::arrive(Waiting &waiting) {
  Waiting::Queue here;
  std::unique_ptr<Waiting> arrived;
  bool is_cancelled;
  bool was_run;
  {
    auto state = state_.lock();
    arrived = std::move(*waiting.in_queue_);
    state->others.erase(waiting.in_queue_);
    is_cancelled = arrived->is_cancelled_;
    was_run = arrived->was_run_;
    if (is_cancelled && arrived->has_place_) {
      drop_place(*state, arrived->work_);
      call_next(*state, arrived->loop_, here);
    }
  }
  submit(here);
  finish(*arrived, was_run, is_cancelled);
}

void Quota::abandon() {
  auto state = state_.lock();
  for (auto &queue : state->queues)
    while (!queue.empty())
      set_aside(*state, *queue.front());
  for (const auto &waiting : state->others) {
    if (waiting->has_place_) drop_place(*state, waiting->work_);
    waiting->has_place_ = false;
    waiting->is_abandoned_ = true;
    waiting->is_cancelled_ = true;
  }
  for (Place &place : state->places)
    place.is_abandoned = true;
}

// A lost worker runs no callback that would give them back.
void Quota::tick() {
  auto state = state_.lock();
  std::erase_if(state->places, [](const Place &place) {
    if (!place.is_abandoned) return false;
    uv_mutex_lock(&place.loop->wq_mutex);
    const bool is_done = place.work->work == nullptr;
    uv_mutex_unlock(&place.loop->wq_mutex);
    return is_done;
  });
  Waiting::Queue none;
  call_next(*state, nullptr, none);
}

bool Quota::has_addon_work() {
  const auto state = state_.lock();
  const auto waits = [](const auto &waiting) {
    return waiting->use_.is_addons && !waiting->is_abandoned_;
  };
  return std::any_of(
             state->places.begin(), state->places.end(),
             [](const Place &place) { return place.use.is_addons && !place.is_abandoned; }) ||
         std::any_of(state->queues[false].begin(), state->queues[false].end(), waits) ||
         std::any_of(state->others.begin(), state->others.end(), waits);
}

} // namespace nodejs
