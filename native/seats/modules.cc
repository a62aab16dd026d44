#include "seats/modules.h"

#include "collectd/settings.h"
#include "core/heap_limit.h"
#include "core/placement.h"

#include <algorithm>
#include <numeric>
#include <unistd.h>

namespace nodejs {

void Modules::seat_all() {
  std::vector<std::string> labels;
  for (size_t module = 0; module < config_->imports_num; module++) {
    const char *label = import_of(module).worker;
    labels.emplace_back(label == nullptr ? "" : label);
  }
  const Placement placement = place(labels, config_->workers);
  seat_of_ = placement.worker_of;
  states_.assign(config_->imports_num, State::starting);
  for (size_t i = 0; i < placement.workers; i++)
    seats_.push_back(std::make_unique<Seat>(i));
  for (const size_t module : all())
    seat_of(module).add_module(module);
}

std::vector<size_t> Modules::all() const {
  std::vector<size_t> modules(states_.size());
  std::iota(modules.begin(), modules.end(), size_t{0});
  return modules;
}

std::vector<size_t> Modules::in(const Seat &seat, State state) const {
  std::vector<size_t> modules;
  std::copy_if(seat.modules.begin(), seat.modules.end(), std::back_inserter(modules),
               [this, state](size_t module) { return states_[module] == state; });
  return modules;
}

double Modules::import_timeout(size_t module) const {
  if (import_of(module).timeout > 0) return import_of(module).timeout;
  return config_->timeout > 0 ? config_->timeout : Settings::kDefaultTimeout;
}

size_t Modules::heap_limit_of(const Seat &seat) const {
  size_t mebibytes = 0;
  for (const size_t module : seat.modules) {
    const size_t own = import_of(module).heap_limit;
    mebibytes = std::max(mebibytes, own > 0 ? own : config_->heap_limit);
  }
  if (mebibytes > 0) return mebibytes << 20;
  return default_heap_limit(sysconf(_SC_PHYS_PAGES), sysconf(_SC_PAGESIZE));
}

bool Modules::has_log_prefix(size_t module) const {
  const nodejs_choice_t own = import_of(module).log_prefix;
  return own == NODEJS_UNSET ? config_->log_prefix : own == NODEJS_TRUE;
}

std::string Modules::names_of(const std::vector<size_t> &modules) const {
  std::string names;
  for (const size_t module : modules)
    names += (names.empty() ? "" : ", ") + std::string(import_of(module).module_name);
  return names;
}

} // namespace nodejs
