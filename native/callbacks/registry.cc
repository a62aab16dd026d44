#include "callbacks/registry.h"

#include "callbacks/cache_event_callback.h"
#include "callbacks/flush_callback.h"
#include "callbacks/log_callback.h"
#include "collectd/daemon_log.h"
#include "callbacks/missing_callback.h"
#include "callbacks/notification_callback.h"
#include "callbacks/read_callback.h"
#include "seats/seat.h"
#include "callbacks/write_callback.h"

#include <algorithm>
#include <strings.h>

namespace nodejs {

namespace {

constexpr std::string_view kPrefix = "nodejs.";

// Init and shutdown callbacks may be as many as one likes.
bool must_be_unique(Kind kind) {
  return kind != Kind::init && kind != Kind::shutdown;
}

// Those that the daemon knows nothing of.
bool is_ours_alone(Kind kind) {
  return kind == Kind::config || kind == Kind::init || kind == Kind::shutdown;
}

// What the daemon still accepts when its threads run.
bool may_be_late(Kind kind, bool module_restarts) {
  return kind == Kind::read || kind == Kind::shutdown || (module_restarts && is_ours_alone(kind));
}

} // namespace

std::shared_ptr<Registration> Registry::make(Kind kind, uint32_t id, const std::string &identifier,
                                             Registrant registrant) {
  switch (kind) {
  case Kind::read:
    return std::make_shared<ReadCallback>(id, identifier, std::move(registrant));
  case Kind::write:
    return std::make_shared<WriteCallback>(id, identifier, std::move(registrant));
  case Kind::log:
    return std::make_shared<LogCallback>(id, identifier, std::move(registrant));
  case Kind::flush:
    return std::make_shared<FlushCallback>(id, identifier, std::move(registrant));
  case Kind::notification:
    return std::make_shared<NotificationCallback>(id, identifier, std::move(registrant));
  case Kind::missing:
    return std::make_shared<MissingCallback>(id, identifier, std::move(registrant));
  case Kind::cache_event:
    return std::make_shared<CacheEventCallback>(id, identifier, std::move(registrant));
  default:
    return std::make_shared<Registration>(kind, id, identifier, std::move(registrant));
  }
}

Registry::Outcome Registry::add(Kind kind, const std::string &identifier, Registrant registrant) {
  note_timeout(registrant.timeout);
  auto data = data_.lock();
  if (data->phase == Phase::closed) return {Refusal::stopping, 0, {}};
  if (const auto renewed = renew(*data, kind, identifier, registrant))
    return {Refusal::none, renewed->id, {}};
  const bool restarts = registrant.seat->phase() == Seat::Phase::restarting;
  if (data->phase == Phase::committed && !may_be_late(kind, restarts))
    return {Refusal::too_late, 0, {}};
  if (must_be_unique(kind)) {
    for (const auto &other : data->registrations)
      if (other->is_active() && other->kind == kind && other->identifier == identifier)
        return {Refusal::duplicate, other->id, other->registrant.location.c_str()};
  }
  Seat &seat = *registrant.seat;
  const auto made = make(kind, ++data->last_id, identifier, std::move(registrant));
  if (made->turn() != Registration::Turn::never) seat.add(made);
  if (data->phase == Phase::committed && made->commit() != 0) return {Refusal::by_collectd, 0, {}};
  data->registrations.push_back(made);
  return {Refusal::none, made->id, {}};
}

template <typename Condition>
std::vector<uint32_t> Registry::remove_if(const Condition &condition) {
  std::vector<uint32_t> removed;
  auto data = data_.lock();
  const bool is_recording = data->phase == Phase::recording;
  std::erase_if(data->registrations, [&](const auto &registration) {
    if (!registration->is_active() || !condition(*registration)) return false;
    registration->deactivate();
    if (!is_recording) registration->withdraw();
    removed.push_back(registration->id);
    return is_recording || may_be_late(registration->kind, false);
  });
  return removed;
}

std::vector<uint32_t> Registry::remove(Kind kind, const std::string &identifier, uint32_t id) {
  return remove_if([&](const Registration &one) {
    return one.kind == kind && (id != 0 ? one.id == id : one.identifier == identifier);
  });
}

std::vector<uint32_t> Registry::remove_group(const std::string &group) {
  return remove_if([&](const Registration &one) {
    return one.kind == Kind::read && one.registrant.group == group;
  });
}

std::shared_ptr<Registration> Registry::find(uint32_t id) {
  auto data = data_.lock();
  for (const auto &registration : data->registrations)
    if (registration->id == id) return registration;
  return nullptr;
}

std::shared_ptr<Registration> Registry::find(Kind kind, const std::string &identifier) {
  auto data = data_.lock();
  for (const auto &registration : data->registrations)
    if (registration->is_active() && registration->kind == kind &&
        registration->identifier == identifier)
      return registration;
  return nullptr;
}

std::vector<std::shared_ptr<Registration>> Registry::active(Kind kind) {
  auto found = active();
  std::erase_if(found, [kind](const auto &registration) { return registration->kind != kind; });
  return found;
}

std::vector<std::shared_ptr<Registration>> Registry::active() {
  std::vector<std::shared_ptr<Registration>> found;
  auto data = data_.lock();
  std::copy_if(data->registrations.begin(), data->registrations.end(), std::back_inserter(found),
               [](const auto &registration) { return registration->is_active(); });
  return found;
}

std::shared_ptr<Registration> Registry::config_callback(const std::string &module_name) {
  for (const auto &registration : active(Kind::config)) {
    const std::string name = registration->identifier.substr(kPrefix.size());
    if (strcasecmp(name.c_str(), module_name.c_str()) == 0) return registration;
  }
  return nullptr;
}

void Registry::note_timeout(double seconds) {
  if (seconds > 0 && seconds < shortest_timeout_) shortest_timeout_ = seconds;
}

// With another interval or deadline a read is another one to the daemon. A tombstone has
// kept its place in the daemon's list.
std::shared_ptr<Registration> Registry::renew(Data &data, Kind kind, const std::string &identifier,
                                              const Registrant &registrant) {
  const bool restarts = registrant.seat->phase() == Seat::Phase::restarting;
  for (const auto &registration : data.registrations) {
    Registrant &known = registration->registrant;
    if (registration->kind != kind || registration->identifier != identifier ||
        known.module != registrant.module)
      continue;
    if (!registration->is_active() && restarts && !may_be_late(kind, false)) {
      registration->discard();
      registration->activate();
      registration->is_dormant = true;
    }
    if (!registration->is_active() || !registration->is_dormant) continue;
    if (kind == Kind::read &&
        (known.interval != registrant.interval || known.timeout != registrant.timeout)) {
      registration->deactivate();
      registration->withdraw();
      return nullptr;
    }
    known.location = registrant.location;
    registration->is_dormant = false;
    return registration;
  }
  return nullptr;
}

template <typename Belongs> void Registry::suspend_those(const Belongs &belongs) {
  auto data = data_.lock();
  for (const auto &registration : data->registrations) {
    if (!belongs(registration->registrant)) continue;
    registration->on_suspend();
    if (!registration->is_active()) continue;
    if (is_ours_alone(registration->kind))
      registration->deactivate();
    else
      registration->is_dormant = true;
  }
  std::erase_if(data->registrations,
                [](const auto &one) { return !one->is_active() && is_ours_alone(one->kind); });
}

void Registry::suspend(const Seat &seat) {
  suspend_those([&seat](const Registrant &registrant) { return registrant.seat == &seat; });
}

void Registry::suspend_module(size_t module) {
  suspend_those([module](const Registrant &registrant) { return registrant.module == module; });
}

void Registry::retire_module(size_t module) {
  auto data = data_.lock();
  for (const auto &registration : data->registrations) {
    if (!registration->is_active() || !registration->is_dormant ||
        registration->registrant.module != module)
      continue;
    registration->deactivate();
    registration->discard();
    if (data->phase == Phase::committed) registration->withdraw();
  }
}

void Registry::drop_module(size_t module) {
  auto data = data_.lock();
  for (const auto &registration : data->registrations)
    if (registration->registrant.module == module) registration->deactivate();
  std::erase_if(data->registrations, [](const auto &one) { return !one->is_active(); });
}

void Registry::commit() {
  std::vector<std::shared_ptr<Registration>> recorded;
  {
    auto data = data_.lock();
    recorded = data->registrations;
    data->phase = Phase::committed;
  }
  // The daemon's lists are in Import order, whatever a config callback of a
  // later module registered first.
  std::stable_sort(recorded.begin(), recorded.end(), [](const auto &a, const auto &b) {
    return a->registrant.module < b->registrant.module;
  });
  for (const auto &registration : recorded) {
    // A module may take one back meanwhile.
    if (!registration->is_active() || registration->commit() == 0) continue;
    registration->deactivate();
    log_message(LOG_ERR, "nodejs plugin: collectd refused the %s callback %s (%s).",
                name_of(registration->kind), registration->identifier.c_str(),
                registration->registrant.location.c_str());
  }
}

void Registry::close() {
  data_.lock()->phase = Phase::closed;
}

} // namespace nodejs
