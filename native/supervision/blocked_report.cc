#include "supervision/blocked_report.h"

#include "collectd/daemon_log.h"
#include "collectd/settings.h"

#include <algorithm>

namespace nodejs {

namespace {

// The shipped plugins lie below our own scripts, and are modules like any other.
bool is_modules_own(const StackFrame &frame) {
  const std::string &ours = settings().script_dir;
  return frame.file.starts_with('/') &&
         (!frame.file.starts_with(ours + "/") || frame.file.starts_with(ours + "/plugins/"));
}

std::string in_short(const StackFrame &frame) {
  return frame.file + ":" + std::to_string(frame.line);
}

// A worker with several modules: the one whose file is on the stack.
std::vector<size_t> suspects(const Modules &modules, const Seat &seat,
                             const std::vector<StackFrame> &frames) {
  for (const StackFrame &frame : frames)
    for (const size_t module : seat.modules)
      if (frame.file == modules.import_of(module).path) return {module};
  return seat.modules;
}

} // namespace

std::string describe_subject(const Services &services, const Seat &seat, Pulse::Subject subject) {
  if (subject.module >= 0) {
    const nodejs_import_t &import = services.modules.import_of(static_cast<size_t>(subject.module));
    return "Module \"" + std::string(import.module_name) + "\" (" + import.path + "): its import";
  }
  const auto callback = subject.callback == 0 ? nullptr : services.registry.find(subject.callback);
  if (!callback) return "Asynchronous code of " + services.modules.names_of(seat.modules);
  return std::string("The ") + name_of(callback->kind) + " callback " + callback->identifier +
         " (" + callback->registrant.location.c_str() + ")";
}

double deadline_of(const Services &services, const Seat &seat, Pulse::Subject subject) {
  if (subject.callback != 0) {
    const auto callback = services.registry.find(subject.callback);
    if (callback) return callback->registrant.timeout;
  }
  if (subject.module >= 0)
    return services.modules.import_timeout(static_cast<size_t>(subject.module));
  double longest = 0;
  for (const size_t module : seat.modules)
    longest = std::max(longest, services.modules.import_timeout(module));
  return longest;
}

std::string location_of(const std::vector<StackFrame> &frames) {
  const auto found = std::find_if(frames.begin(), frames.end(), is_modules_own);
  return found == frames.end() ? "" : in_short(*found);
}

void report_interrupted(const Services &services, const Seat &seat,
                        const std::vector<StackFrame> &frames, bool alone) {
  const Pulse::Subject subject = Worker::current()->pulse().subject();
  const std::string what =
      subject.callback == 0 && subject.module < 0
          ? "Asynchronous code of " +
                services.modules.names_of(suspects(services.modules, seat, frames))
          : describe_subject(services, seat, subject);
  const std::string location = location_of(frames);
  log_message(LOG_ERR, "nodejs plugin: %s blocks its worker for more than %g s%s%s; %s.",
              what.c_str(), deadline_of(services, seat, subject), location.empty() ? "" : ", at ",
              location.c_str(), alone ? "it is ended" : "the worker is stopped");
  for (const StackFrame &frame : frames) {
    if (!is_modules_own(frame) && !frame.file.starts_with("node:")) continue;
    log_message(LOG_ERR, "    at %s (%s:%d:%d)",
                frame.function.empty() ? "<anonymous>" : frame.function.c_str(), frame.file.c_str(),
                frame.line, frame.column);
  }
}

} // namespace nodejs
