// No thread of ours may take a signal of collectd's.
#ifndef COLLECTD_NODEJS_CORE_SIGNAL_BLOCK_H
#define COLLECTD_NODEJS_CORE_SIGNAL_BLOCK_H

#include <csignal>

namespace nodejs {

// Blocks every signal for the calling thread while it lives. Threads made
// meanwhile inherit that.
class SignalBlock {
public:
  SignalBlock();
  ~SignalBlock();
  SignalBlock(const SignalBlock &) = delete;
  SignalBlock &operator=(const SignalBlock &) = delete;

private:
  sigset_t before_;
};

} // namespace nodejs

#endif
