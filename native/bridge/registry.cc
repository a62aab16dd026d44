#include "registry.h"

#include "cache_event.h"
#include "flush.h"
#include "log.h"
#include "message.h"
#include "missing.h"
#include "notification.h"
#include "read.h"
#include "seat.h"
#include "write.h"

#include <algorithm>
#include <strings.h>

namespace nodejs {

namespace {

constexpr std::string_view kPrefix = "nodejs.";

// Init and shutdown callbacks may be as many as one likes.
bool must_be_unique(Kind kind) {
  return kind != Kind::init && kind != Kind::shutdown;
}

// What the daemon still accepts when its threads run.
bool may_be_late(Kind kind) {
  return kind == Kind::read || kind == Kind::shutdown;
}

} // namespace

std::shared_ptr<Registration> Registry::make(Kind kind, uint32_t id, const std::string &identifier,
                                             Registrant registrant) {
  Seat &seat = *registrant.seat;
  switch (kind) {
  case Kind::read:
    return std::make_shared<ReadRegistration>(id, identifier, std::move(registrant));
  case Kind::write: {
    auto made = std::make_shared<WriteRegistration>(id, identifier, std::move(registrant));
    seat.add(made);
    return made;
  }
  case Kind::log: {
    auto made = std::make_shared<LogRegistration>(id, identifier, std::move(registrant));
    seat.add(made);
    return made;
  }
  case Kind::flush: {
    auto made = std::make_shared<FlushRegistration>(id, identifier, std::move(registrant));
    seat.add(made);
    return made;
  }
  case Kind::notification: {
    auto made = std::make_shared<NotificationRegistration>(id, identifier, std::move(registrant));
    seat.add(made);
    return made;
  }
  case Kind::missing: {
    auto made = std::make_shared<MissingRegistration>(id, identifier, std::move(registrant));
    seat.add(made);
    return made;
  }
  case Kind::cache_event: {
    auto made = std::make_shared<CacheEventRegistration>(id, identifier, std::move(registrant));
    seat.add(made);
    return made;
  }
  default:
    return std::make_shared<Registration>(kind, id, identifier, std::move(registrant));
  }
}

Registry::Outcome Registry::add(Kind kind, const std::string &identifier, Registrant registrant) {
  auto data = data_.lock();
  if (data->phase == Phase::closed) return {Problem::stopping, 0, {}};
  if (data->phase == Phase::committed && !may_be_late(kind)) return {Problem::too_late, 0, {}};
  if (must_be_unique(kind)) {
    for (const auto &other : data->registrations)
      if (other->is_active() && other->kind == kind && other->identifier == identifier)
        return {Problem::duplicate, other->id, other->registrant.place};
  }
  const auto made = make(kind, ++data->last_id, identifier, std::move(registrant));
  if (data->phase == Phase::committed && made->commit() != 0) return {Problem::refused, 0, {}};
  data->registrations.push_back(made);
  return {Problem::none, made->id, {}};
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
    return is_recording || may_be_late(registration->kind);
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
  std::vector<std::shared_ptr<Registration>> found;
  auto data = data_.lock();
  for (const auto &registration : data->registrations)
    if (registration->is_active() && registration->kind == kind) found.push_back(registration);
  return found;
}

std::shared_ptr<Registration> Registry::config_callback(const std::string &module_name) {
  for (const auto &registration : active(Kind::config)) {
    const std::string name = registration->identifier.substr(kPrefix.size());
    if (strcasecmp(name.c_str(), module_name.c_str()) == 0) return registration;
  }
  return nullptr;
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
                registration->registrant.place.c_str());
  }
}

void Registry::close() {
  data_.lock()->phase = Phase::closed;
}

} // namespace nodejs
