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

// Init and shutdown callbacks may be as many as one likes.
bool must_be_unique(Kind kind) {
  return kind != Kind::init && kind != Kind::shutdown;
}

std::shared_ptr<Registration>
find_active(const std::vector<std::shared_ptr<Registration>> &registrations, Kind kind,
            const std::string &identifier) {
  for (const auto &one : registrations)
    if (one->is_active() && one->kind == kind && one->identifier == identifier) return one;
  return nullptr;
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
  News news;
  Outcome outcome = add_to(*data_.lock(), kind, identifier, std::move(registrant), news);
  tell(news);
  return outcome;
}

Registry::Outcome Registry::add_to(Data &data, Kind kind, const std::string &identifier,
                                   Registrant registrant, News &news) {
  if (data.phase == Phase::closed) return {Refusal::stopping, 0, {}};
  if (data.shut_out.contains(registrant.module)) return {Refusal::left_out, 0, {}};
  if (const auto renewed = renew(data, kind, identifier, registrant, news))
    return {Refusal::none, renewed->id, {}};
  const bool restarts = registrant.seat->phase() == Seat::Phase::restarting;
  if (data.phase == Phase::committed && !may_be_late(kind, restarts))
    return {Refusal::too_late, 0, {}};
  const auto other =
      must_be_unique(kind) ? find_active(data.registrations, kind, identifier) : nullptr;
  if (other) {
    if (data.phase != Phase::recording || other->registrant.module <= registrant.module)
      return {Refusal::duplicate, other->id, other->registrant.location.c_str()};
    other->deactivate();
    std::erase(data.registrations, other);
    news.overtaken = other;
  }
  Seat &seat = *registrant.seat;
  const auto made = make(kind, ++data.last_id, identifier, std::move(registrant));
  if (made->turn() != Registration::Turn::never) seat.add(made);
  if (data.phase == Phase::committed) {
    if (made->commit() != 0) return {Refusal::by_collectd, 0, {}};
    made->set_committed();
  }
  data.registrations.push_back(made);
  return {Refusal::none, made->id, {}};
}

void Registry::tell(const News &news) {
  for (const auto &[callback, lists] : news.discarded)
    log_message(
        LOG_WARNING,
        "nodejs plugin: %zu value lists for the %s callback %s (%s) were dropped: it is not "
        "registered any more.",
        lists, name_of(callback->kind), callback->identifier.c_str(),
        callback->registrant.location.c_str());
  if (news.overtaken)
    log_message(LOG_ERR,
                "nodejs plugin: The %s callback %s (%s) is not registered: a module that is "
                "imported before this one has registered it, too; give one of them a name.",
                name_of(news.overtaken->kind), news.overtaken->identifier.c_str(),
                news.overtaken->registrant.location.c_str());
}

template <typename Condition>
std::vector<uint32_t> Registry::remove_if(const Condition &condition) {
  std::vector<uint32_t> removed;
  auto data = data_.lock();
  const bool is_recording = data->phase == Phase::recording;
  // In the end the daemon frees all reads by itself.
  const bool is_committed = data->phase == Phase::committed;
  std::erase_if(data->registrations, [&](const auto &registration) {
    if (!registration->is_active() || !condition(*registration)) return false;
    registration->deactivate();
    if (is_committed) registration->take_back();
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
  return find_active(data_.lock()->registrations, kind, identifier);
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
    const std::string name = registration->identifier.substr(kIdentifierPrefix.size());
    if (strcasecmp(name.c_str(), module_name.c_str()) == 0) return registration;
  }
  return nullptr;
}

void Registry::note_timeout(double seconds) {
  if (seconds > 0 && seconds < shortest_timeout_) shortest_timeout_ = seconds;
}

void Registry::drop_module(size_t module) {
  auto data = data_.lock();
  data->shut_out.insert(module);
  for (const auto &registration : data->registrations)
    if (registration->registrant.module == module) registration->deactivate();
  std::erase_if(data->registrations, [](const auto &one) { return !one->is_active(); });
}

void Registry::commit() {
  std::vector<std::shared_ptr<Registration>> recorded;
  {
    auto data = data_.lock();
    // In Import order from here on, whatever a config callback of a later module registered
    // first, and whichever import was over first.
    std::stable_sort(
        data->registrations.begin(), data->registrations.end(),
        [](const auto &a, const auto &b) { return a->registrant.module < b->registrant.module; });
    recorded = data->registrations;
    data->phase = Phase::committed;
  }
  for (const auto &registration : recorded) {
    if (!registration->is_active()) continue;
    if (registration->commit() == 0) {
      registration->set_committed();
      // A module may have taken it back meanwhile, when it was not there.
      if (!registration->is_active()) registration->take_back();
      continue;
    }
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
