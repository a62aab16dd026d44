// The kinds of callbacks.
#ifndef COLLECTD_NODEJS_CONTRACT_KIND_H
#define COLLECTD_NODEJS_CONTRACT_KIND_H

#include <cstdint>

namespace nodejs {

enum class Kind : uint8_t {
  config,
  init,
  read,
  write,
  log,
  shutdown,
  flush,
  notification,
  missing,
  cache_event,
  match,
  target
};

// As in JavaScript's register_<name>.
constexpr const char *name_of(Kind kind) {
  switch (kind) {
  case Kind::config:
    return "config";
  case Kind::init:
    return "init";
  case Kind::read:
    return "read";
  case Kind::write:
    return "write";
  case Kind::log:
    return "log";
  case Kind::shutdown:
    return "shutdown";
  case Kind::flush:
    return "flush";
  case Kind::notification:
    return "notification";
  case Kind::missing:
    return "missing";
  case Kind::cache_event:
    return "cache_event";
  case Kind::match:
    return "match";
  case Kind::target:
    return "target";
  }
  return "unknown";
}

// The daemon knows nothing of it.
constexpr bool is_ours_alone(Kind kind) {
  return kind == Kind::config || kind == Kind::init || kind == Kind::shutdown;
}

// The daemon still takes one when its threads run; while its module starts again, those that it
// knows nothing of, too.
constexpr bool may_be_late(Kind kind, bool module_restarts) {
  return kind == Kind::read || kind == Kind::shutdown || (module_restarts && is_ours_alone(kind));
}

// collectd calls it again and again, not only when it starts or stops.
constexpr bool is_called_while_running(Kind kind) {
  return kind != Kind::config && kind != Kind::init && kind != Kind::shutdown;
}

} // namespace nodejs

#endif
