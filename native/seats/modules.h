// Every module that is imported: what the configuration says of it, how far it has come,
// and the seat in which it lives.
//
// Complete before the first worker starts. Any thread may read; the states are written by
// the main thread while modules start, and only read once they have.
#ifndef COLLECTD_NODEJS_SEATS_MODULES_H
#define COLLECTD_NODEJS_SEATS_MODULES_H

#include "seats/seat.h"
#include "shim/runtime.h"

#include <memory>
#include <string>
#include <vector>

namespace nodejs {

class Modules {
public:
  enum class State : uint8_t { starting, running, left_out };

  // Main thread. The configuration lives as long as the process.
  void configure(const nodejs_config_t &config) { config_ = &config; }
  // Makes the seats, and deals the modules to them (core/placement.h).
  void seat_all();

  const nodejs_config_t &config() const { return *config_; }
  const nodejs_import_t &import_of(size_t module) const { return config_->imports[module]; }
  size_t count() const { return states_.size(); }
  Seat &seat_of(size_t module) const { return *seats_[seat_of_[module]]; }
  const std::vector<std::unique_ptr<Seat>> &seats() const { return seats_; }

  State state(size_t module) const { return states_[module]; }
  void set_state(size_t module, State state) { states_[module] = state; }
  std::vector<size_t> all() const;
  // Those of a seat that have come so far.
  std::vector<size_t> in(const Seat &seat, State state) const;

  // Seconds that the import of a module may take.
  double import_timeout(size_t module) const;
  // Bytes: the largest HeapLimit of the seat's modules.
  size_t heap_limit_of(const Seat &seat) const;
  // Whether what the module logs begins with its name.
  bool has_log_prefix(size_t module) const;
  // "cpu_temp, print"
  std::string names_of(const std::vector<size_t> &modules) const;

private:
  const nodejs_config_t *config_ = nullptr;
  std::vector<std::unique_ptr<Seat>> seats_;
  std::vector<size_t> seat_of_; // for each module, in Import order
  std::vector<State> states_;
};

} // namespace nodejs

#endif
