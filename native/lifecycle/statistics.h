// `Statistics true`: what the plugin tells of its workers and of their callbacks, as
// values like any other, once per interval. docs/collectd-nodejs.5.md lists them.
#ifndef COLLECTD_NODEJS_LIFECYCLE_STATISTICS_H
#define COLLECTD_NODEJS_LIFECYCLE_STATISTICS_H

namespace nodejs {

// Main thread, inside the init callback, after the registrations are committed.
void start_statistics();

} // namespace nodejs

#endif
