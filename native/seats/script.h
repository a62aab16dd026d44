// The JavaScript of a worker, as C++ below it sees it: what a callback, a seat or the start
// of a module may have it do. script/js_entry.h implements it.
//
// One for each worker run, made and used on the worker's thread only. No lock is held
// across a call: each of them may run a module's code, and that may call the daemon.
#ifndef COLLECTD_NODEJS_SEATS_SCRIPT_H
#define COLLECTD_NODEJS_SEATS_SCRIPT_H

#include "collectd/headers.h"
#include "core/call.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <sys/types.h>

namespace nodejs {

class FilterCall;

class Script {
public:
  Script();
  virtual ~Script();
  Script(const Script &) = delete;
  Script &operator=(const Script &) = delete;

  // The one of the calling worker thread.
  static Script &current();
  static bool exists();

  // Whether its worker runs and is still the one of its seat. What waits for the seat is not
  // for a worker that is being ended, or that was given up and has come back.
  virtual bool is_current() const = 0;

  // Each of these ends in the settlement of `call`, sooner or later.
  virtual void import_module(size_t module, std::shared_ptr<Call> call) = 0;
  // `block`: null for a config callback that no <Module> block names.
  virtual void configure(uint32_t callback, const oconfig_item_t *block,
                         std::shared_ptr<Call> call) = 0;
  virtual void run(uint32_t callback, std::shared_ptr<Call> call) = 0;
  virtual void create_filter(size_t filter, uint32_t callback, const oconfig_item_t &block,
                             std::shared_ptr<Call> call) = 0;
  // `seconds`: what is older; 0: everything.
  // `depth`: how many flushes have led to this one.
  virtual void flush(uint32_t callback, double seconds,
                     const std::optional<std::string> &identifier, uint32_t depth,
                     std::shared_ptr<Call> call) = 0;
  // The last one: what modules do on the 'exit' event of their process.
  virtual void exit(std::shared_ptr<Call> call) = 0;

  // Gives the call's list to a filter of JavaScript, and settles the call.
  virtual void filter(size_t filter, uint32_t callback, FilterCall &call) = 0;

  // What waits for callbacks: JavaScript takes it out of their queues by itself.
  enum class Queue : uint8_t { writes, notifications, messages };
  // True: more waits, for after other events.
  virtual bool drain(Queue queue, uint32_t callback) = 0;

  virtual void child_lost(pid_t pid) = 0;
  // collectd stops: what goes on is told so.
  virtual void announce_stop() = 0;
};

} // namespace nodejs

#endif
