// Every registration, in the order in which they were made.
//
// While modules start, registrations are recorded; the main thread commits them
// at the end of the init callback: the daemon's callback lists have no locks and
// its threads do not run yet. After that workers only register and unregister
// reads, one at a time. Modules of different workers register side by side meanwhile: the one
// that is imported before the others has what both want, whichever came first. Any thread may
// call; the mutex is not held across a call into the daemon except for reads, whose list the
// daemon locks itself.
#ifndef COLLECTD_NODEJS_CALLBACKS_REGISTRY_H
#define COLLECTD_NODEJS_CALLBACKS_REGISTRY_H

#include "contract/refusal.h"
#include "core/lockable.h"
#include "seats/registration.h"
#include "collectd/settings.h"

#include <functional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace nodejs {

// Of the identifiers of everything that modules register.
inline constexpr std::string_view kIdentifierPrefix = "nodejs.";

class Registry {
public:
  struct Outcome {
    Refusal refusal = Refusal::none;
    uint32_t id = 0;
    std::string location; // of the other one, when it is a duplicate
  };

  Outcome add(Kind kind, const std::string &identifier, Registrant registrant);
  // By identifier, or by id when it is not 0. Returns the ids that were removed.
  std::vector<uint32_t> remove(Kind kind, const std::string &identifier, uint32_t id);
  // The reads of a group, in whatever worker.
  std::vector<uint32_t> remove_group(const std::string &group);

  std::shared_ptr<Registration> find(uint32_t id);
  std::shared_ptr<Registration> find(Kind kind, const std::string &identifier);
  std::vector<std::shared_ptr<Registration>> active(Kind kind);
  std::vector<std::shared_ptr<Registration>> active();
  // The config callback of a module, as <Module> names it (case-insensitive).
  std::shared_ptr<Registration> config_callback(const std::string &module_name);

  // The worker of a seat has ended: what its modules registered waits to be renewed.
  // What they register meanwhile with the same kind and identifier takes it over, and
  // the place of what they had taken back.
  void suspend(const Seat &seat);
  // The module runs again: what it has not renewed is registered no more.
  void retire_module(size_t module);

  // The module failed to start again: what it had registered waits for the next start, and it
  // may register nothing until then.
  void shut_out(size_t module);
  void admit(size_t module);

  // Seconds: of all callbacks.
  double shortest_timeout() const { return shortest_timeout_; }
  void note_timeout(double seconds);

  // A module that is left out commits nothing, and registers nothing any more.
  void drop_module(size_t module);
  void commit();
  // No more reads: the daemon is about to free its read callbacks.
  void close();

private:
  enum class Phase : uint8_t { recording, committed, closed };
  struct Data {
    Phase phase = Phase::recording;
    uint32_t last_id = 0;
    std::vector<std::shared_ptr<Registration>> registrations;
    std::set<size_t> shut_out; // modules that may register nothing
  };
  // To be told when the mutex is not held.
  struct News {
    std::vector<std::pair<std::shared_ptr<Registration>, size_t>> discarded;
    std::shared_ptr<Registration> overtaken;
  };
  static void tell(const News &news);

  // Takes out of the daemon and of the data what may go, deactivates the rest.
  template <typename Condition> std::vector<uint32_t> remove_if(const Condition &condition);
  static std::shared_ptr<Registration> make(Kind kind, uint32_t id, const std::string &identifier,
                                            Registrant registrant);

  template <typename Belongs> void suspend_those(const Belongs &belongs);
  static void discard(const std::shared_ptr<Registration> &registration, News &news);
  static std::shared_ptr<Registration> renew(Data &data, Kind kind, const std::string &identifier,
                                             const Registrant &registrant, News &news);
  static Outcome add_to(Data &data, Kind kind, const std::string &identifier, Registrant registrant,
                        News &news);

  Lockable<Data> data_;
  std::atomic<double> shortest_timeout_{Settings::kDefaultTimeout};
};

} // namespace nodejs

#endif
