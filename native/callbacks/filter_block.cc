#include "callbacks/filter_block.h"

#include "callbacks/registry.h"
#include "seats/script.h"
#include "seats/seat.h"
#include "collectd/daemon_log.h"
#include "core/deadline_clock.h"
#include "core/shutdown_flag.h"
#include "shim/closest_word.h"

extern "C" {
#include "filter_chain.h"
}

namespace nodejs {

namespace {

constexpr auto kFilterPatience = std::chrono::seconds(1);
// The shutdown has one budget for everything.
constexpr auto kFilterPatienceAtTheEnd = std::chrono::milliseconds(100);

// ` Did you mean "x"?`, or nothing.
std::string did_you_mean(Registry &registry, Kind kind, const char *name) {
  closest_word_t search;
  closest_word_start(&search, name);
  for (const auto &registration : registry.active(kind))
    closest_word_offer(&search, registration->identifier.c_str() + kIdentifierPrefix.size());
  const char *found = closest_word_found(&search);
  return found == nullptr ? "" : " Did you mean \"" + std::string(found) + "\"?";
}

class Asking {
public:
  explicit Asking(Seat &seat) : seat_(seat) { seat_.asking++; }
  ~Asking() { seat_.asking--; }
  Asking(const Asking &) = delete;
  Asking &operator=(const Asking &) = delete;

private:
  Seat &seat_;
};

} // namespace

FilterBlock::FilterBlock(size_t index, const nodejs_filter_t &block)
    : index_(index), block_(block) {}

std::string FilterBlock::title() const {
  return std::string(block_.kind == NODEJS_FILTER_MATCH ? "match" : "target") + " \"" +
         block_.name + "\"";
}

std::shared_ptr<Registration> FilterBlock::resolve(Registry &registry) {
  const bool is_match = block_.kind == NODEJS_FILTER_MATCH;
  const Kind kind = is_match ? Kind::match : Kind::target;
  auto found = registry.find(kind, std::string(kIdentifierPrefix) + block_.name);
  {
    auto target = target_.lock();
    target->callback = found;
    target->created.reset();
    if (found) target->seat = found->registrant.seat;
  }
  if (!found)
    log_message(LOG_ERR,
                "nodejs plugin: <%s \"nodejs\"> with Name \"%s\": no module has registered a %s; "
                "it %s.%s",
                is_match ? "Match" : "Target", block_.name, title().c_str(),
                is_match ? "never matches" : "does nothing",
                did_you_mean(registry, kind, block_.name).c_str());
  return found;
}

bool FilterBlock::is_in(const Seat &seat) {
  auto target = target_.lock();
  return target->seat == &seat;
}

std::shared_ptr<Registration> FilterBlock::callback() {
  auto target = target_.lock();
  const bool is_ready = target->callback && target->callback->may_run() && target->created &&
                        target->created->state() == Call::State::succeeded;
  return is_ready ? target->callback : nullptr;
}

bool FilterBlock::is_answered(const Registration &callback) {
  Seat &seat = *callback.registrant.seat;
  if (!seat.filter_budget_of(callback.registrant.module).has_time(Clock::now())) return false;
  switch (seat.breaker.look(seat.is_running())) {
  case CircuitBreaker::Finding::answers:
    return true;
  case CircuitBreaker::Finding::answers_again:
    log_message(LOG_NOTICE, "nodejs plugin: The worker of the %s (%s) answers again.",
                title().c_str(), callback.registrant.location.c_str());
    return true;
  case CircuitBreaker::Finding::stopped:
    log_message(LOG_WARNING,
                "nodejs plugin: The worker of the %s (%s) does not run: until it does, its matches "
                "do not match and its targets do nothing.",
                title().c_str(), callback.registrant.location.c_str());
    return false;
  case CircuitBreaker::Finding::silent:
    break;
  }
  return false;
}

std::shared_ptr<FilterCall> FilterBlock::ask(const data_set_t &data_set, const value_list_t &list) {
  const auto to = callback();
  // A worker's own thread may be the one that would have to answer.
  if (!to || Worker::current() != nullptr || !is_answered(*to)) return nullptr;
  Seat &seat = *to->registrant.seat;
  auto call = std::make_shared<FilterCall>(data_set, list);
  const Asking asking(seat);
  if (!seat.post(call, [this, call, id = to->id](Script &script, const std::shared_ptr<Call> &) {
        // Nobody will look at the outcome, but the worker answers.
        if (call->is_abandoned())
          call->settle(false);
        else
          script.filter(index_, id, *call);
      }))
    return nullptr;
  const Clock::duration patience = shutdown_has_begun() ? Clock::duration(kFilterPatienceAtTheEnd)
                                                        : Clock::duration(kFilterPatience);
  const auto began = deadline_clock().now();
  const Call::State state = call->wait_for(patience);
  if (is_settled(state)) spend(*to, deadline_clock().now() - began);
  if (state == Call::State::succeeded) return call;
  if (!is_settled(state)) {
    call->abandon();
    if (seat.breaker.begin(call))
      log_message(LOG_WARNING,
                  "nodejs plugin: The %s (%s) has not answered within %g s: until its worker "
                  "answers, its matches do not match and its targets do nothing.",
                  title().c_str(), to->registrant.location.c_str(),
                  std::chrono::duration<double>(patience).count());
  }
  return nullptr;
}

void FilterBlock::spend(const Registration &callback, Clock::duration waited) {
  const size_t module = callback.registrant.module;
  if (!callback.registrant.seat->filter_budget_of(module).spend(Clock::now(), waited)) return;
  log_message(LOG_WARNING,
              "nodejs plugin: The %s (%s) and the other filters of its module have kept write "
              "threads waiting for a second: for the next %lld s the module's matches do not match "
              "and its targets do nothing.",
              title().c_str(), callback.registrant.location.c_str(),
              static_cast<long long>(FilterBudget::kPause.count()));
}

int FilterBlock::match(const data_set_t &data_set, const value_list_t &list) {
  const auto call = ask(data_set, list);
  return call ? static_cast<int>(call->answer()) : FC_MATCH_NO_MATCH;
}

int FilterBlock::invoke(const data_set_t &data_set, value_list_t &list) {
  const auto call = ask(data_set, list);
  if (!call) return FC_TARGET_CONTINUE;
  call->apply_to(list);
  return static_cast<int>(call->answer());
}

} // namespace nodejs
