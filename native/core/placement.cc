#include "core/placement.h"

#include <algorithm>
#include <map>

namespace nodejs {

namespace {
constexpr size_t kMostByDefault = 8;
}

Placement place(const std::vector<std::string> &labels, size_t size) {
  const auto unlabelled =
      static_cast<size_t>(std::count(labels.begin(), labels.end(), std::string()));
  const size_t dealt = std::min(size == 0 ? kMostByDefault : size, unlabelled);
  Placement placement{{}, dealt};
  std::map<std::string, size_t> labelled;
  size_t next = 0;
  for (const auto &label : labels) {
    if (label.empty()) {
      placement.worker_of.push_back(next++ % dealt);
      continue;
    }
    const auto [found, is_new] = labelled.try_emplace(label, placement.workers);
    if (is_new) placement.workers++;
    placement.worker_of.push_back(found->second);
  }
  return placement;
}

} // namespace nodejs
