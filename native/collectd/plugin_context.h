// The plugin context of the LoadPlugin block, saved in the init callback and given
// to every worker, so that collectd never meets a thread without one.
#ifndef COLLECTD_NODEJS_COLLECTD_PLUGIN_CONTEXT_H
#define COLLECTD_NODEJS_COLLECTD_PLUGIN_CONTEXT_H

namespace nodejs {

// Main thread, inside the init callback.
void save_plugin_context();
// The saved context becomes that of the calling thread.
void adopt_plugin_context();
// The interval of the calling thread's context, in seconds: that of the callback
// whose code runs. 0 stands for the LoadPlugin block's.
void set_context_interval(double seconds);
// The interval of the LoadPlugin block, in seconds.
double context_interval();

// Another interval for the calling thread while it lives.
class ContextInterval {
public:
  explicit ContextInterval(double seconds) { set_context_interval(seconds); }
  ~ContextInterval() { set_context_interval(0); }
  ContextInterval(const ContextInterval &) = delete;
  ContextInterval &operator=(const ContextInterval &) = delete;
};

} // namespace nodejs

#endif
