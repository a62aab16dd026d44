// What a match or target answers, in one number: a MatchAnswer or TargetAnswer in the
// lowest bits, above them what of the dispatch frame replaces what was shown.
#ifndef COLLECTD_NODEJS_CONTRACT_FILTER_CHANGE_H
#define COLLECTD_NODEJS_CONTRACT_FILTER_CHANGE_H

#include "contract/dispatch_frame.h"

#include <cstdint>

namespace nodejs {

struct FilterChange {
  static constexpr unsigned kVerdictBits = 2;
  static constexpr uint32_t kVerdictMask = (1 << kVerdictBits) - 1;

  // Each string of the frame has the bit of its DispatchFrame::Field.
  enum : uint32_t {
    time = 1 << DispatchFrame::kFields,
    interval = time << 1,
    values = time << 2,
    meta = time << 3
  };
};

} // namespace nodejs

#endif
