// The lines of the log about a worker whose event loop does not turn.
#ifndef COLLECTD_NODEJS_SUPERVISION_BLOCKED_REPORT_H
#define COLLECTD_NODEJS_SUPERVISION_BLOCKED_REPORT_H

#include "core/pulse.h"
#include "node/stack_trace.h"
#include "script/services.h"

#include <string>
#include <vector>

namespace nodejs {

// "The read callback nodejs.x (location)", "Module "x" (path): its import", or
// "Asynchronous code of x".
std::string describe_subject(const Services &services, const Seat &seat, Pulse::Subject subject);

// Seconds that may pass before a worker that runs it counts as blocked.
double deadline_of(const Services &services, const Seat &seat, Pulse::Subject subject);

// "file:line" of the first frame that is a module's own; empty when there is none.
std::string location_of(const std::vector<StackFrame> &frames);

// Worker's thread: an execution is about to be ended.
void report_interrupted(const Services &services, const Seat &seat,
                        const std::vector<StackFrame> &frames, bool alone);

} // namespace nodejs

#endif
