#include "seat.h"

#include "log.h"
#include "write.h"

namespace nodejs {

Seat::Seat(size_t index) : index(index), inbox([this] { wake(); }) {}

bool Seat::is_running() { return worker && worker->is_running(); }

bool Seat::post(std::function<void()> task) { return worker && worker->post(std::move(task)); }

void Seat::wake() {
  if (worker)
    worker->wake();
}

void Seat::add(std::shared_ptr<WriteRegistration> registration) {
  queued_.lock()->writes.push_back(std::move(registration));
}

void Seat::add(std::shared_ptr<LogRegistration> registration) {
  queued_.lock()->logs.push_back(std::move(registration));
}

std::vector<std::shared_ptr<WriteRegistration>> Seat::writes() { return queued_.lock()->writes; }

std::vector<std::shared_ptr<LogRegistration>> Seat::logs() { return queued_.lock()->logs; }

} // namespace nodejs
