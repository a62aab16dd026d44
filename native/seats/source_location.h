// Where something is in a module, for the log. It may be replaced while other
// threads read it: what was ever said stays.
#ifndef COLLECTD_NODEJS_SEATS_SOURCE_LOCATION_H
#define COLLECTD_NODEJS_SEATS_SOURCE_LOCATION_H

#include "core/lockable.h"

#include <atomic>
#include <set>
#include <string>

namespace nodejs {

class SourceLocation {
public:
  SourceLocation() : text_(keep("")) {}
  SourceLocation(const SourceLocation &other) : text_(other.text_.load()) {}
  SourceLocation &operator=(const SourceLocation &other) {
    text_ = other.text_.load();
    return *this;
  }
  SourceLocation &operator=(const std::string &text) {
    text_ = keep(text);
    return *this;
  }
  const char *c_str() const { return text_.load()->c_str(); }

private:
  static const std::string *keep(const std::string &text) {
    static Lockable<std::set<std::string>> kept;
    return &*kept.lock()->insert(text).first;
  }

  std::atomic<const std::string *> text_;
};

} // namespace nodejs

#endif
