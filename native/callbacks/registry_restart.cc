// The registrations of a worker that has ended, until its modules run again.
#include "callbacks/registry.h"

#include "seats/seat.h"

#include <algorithm>

namespace nodejs {

// With another interval or deadline a read is another one to the daemon. A tombstone has
// kept its place in the daemon's list.
std::shared_ptr<Registration> Registry::renew(Data &data, Kind kind, const std::string &identifier,
                                              const Registrant &registrant, News &news) {
  const bool restarts = registrant.seat->phase() == Seat::Phase::restarting;
  for (const auto &registration : data.registrations) {
    Registrant &known = registration->registrant;
    if (registration->kind != kind || registration->identifier != identifier ||
        known.module != registrant.module)
      continue;
    if (!registration->is_active() && restarts && !may_be_late(kind, false)) {
      discard(registration, news);
      registration->activate();
      registration->set_dormant(true);
    }
    if (!registration->is_active() || !registration->is_dormant()) continue;
    if (kind == Kind::read &&
        (known.interval != registrant.interval || known.timeout != registrant.timeout)) {
      registration->deactivate();
      registration->take_back();
      return nullptr;
    }
    known.location = registrant.location;
    registration->set_dormant(false);
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
      registration->set_dormant(true);
  }
  std::erase_if(data->registrations,
                [](const auto &one) { return !one->is_active() && is_ours_alone(one->kind); });
}

void Registry::suspend(const Seat &seat) {
  suspend_those([&seat](const Registrant &registrant) { return registrant.seat == &seat; });
}

void Registry::shut_out(size_t module) {
  data_.lock()->shut_out.insert(module);
  suspend_those([module](const Registrant &registrant) { return registrant.module == module; });
}

void Registry::admit(size_t module) {
  data_.lock()->shut_out.erase(module);
}

void Registry::discard(const std::shared_ptr<Registration> &registration, News &news) {
  const size_t lists = registration->discard();
  if (lists > 0) news.discarded.emplace_back(registration, lists);
}

void Registry::retire_module(size_t module) {
  News news;
  {
    auto data = data_.lock();
    for (const auto &registration : data->registrations) {
      if (!registration->is_active() || !registration->is_dormant() ||
          registration->registrant.module != module)
        continue;
      registration->deactivate();
      discard(registration, news);
      if (data->phase == Phase::committed) registration->take_back();
    }
  }
  tell(news);
}

} // namespace nodejs
