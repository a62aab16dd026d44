// Who has loaded native addons, and when one of them calls.
#ifndef COLLECTD_NODEJS_POOL_ADDONS_H
#define COLLECTD_NODEJS_POOL_ADDONS_H

namespace nodejs {

// This thread: a worker's own, or one of worker_threads, which any worker may have made.
void note_addon(bool is_workers_own);
// Whether this worker's thread, or any thread of worker_threads, has loaded one.
bool has_loaded_addon();

// While it lives, what this thread submits is an addon's.
class AddonCall {
public:
  AddonCall();
  ~AddonCall();
  AddonCall(const AddonCall &) = delete;
  AddonCall &operator=(const AddonCall &) = delete;
};
bool is_addon_calling();

} // namespace nodejs

#endif
