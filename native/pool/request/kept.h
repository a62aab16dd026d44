// Arguments of libuv's functions, kept until the call can be made: whatever the caller may
// free as soon as libuv's function has returned is copied.
#ifndef COLLECTD_NODEJS_POOL_REQUEST_KEPT_H
#define COLLECTD_NODEJS_POOL_REQUEST_KEPT_H

#include <algorithm>
#include <cstring>
#include <netdb.h>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <tuple>
#include <uv.h>
#include <vector>

namespace nodejs {

// `all` are the arguments of the call: one may say how long another one is.
template <class Argument> class Kept {
public:
  template <class All> Kept(Argument argument, const All &) : argument_(argument) {}
  Argument get() const { return argument_; }

private:
  Argument argument_;
};

template <> class Kept<const char *> {
public:
  template <class All>
  Kept(const char *text, const All &)
      : is_there_(text != nullptr), text_(text == nullptr ? "" : text) {}
  const char *get() const { return is_there_ ? text_.c_str() : nullptr; }

private:
  bool is_there_;
  std::string text_;
};

// The buffers are the caller's until the callback; the list of them is not.
template <> class Kept<const uv_buf_t *> {
public:
  template <class All> Kept(const uv_buf_t *buffers, const All &all) {
    if (buffers != nullptr) buffers_.assign(buffers, buffers + std::get<unsigned int>(all));
  }
  const uv_buf_t *get() const { return buffers_.empty() ? nullptr : buffers_.data(); }

private:
  std::vector<uv_buf_t> buffers_;
};

// Only its first members count, which point to nothing.
template <> class Kept<const addrinfo *> {
public:
  template <class All> Kept(const addrinfo *hints, const All &) {
    if (hints != nullptr) hints_ = *hints;
  }
  const addrinfo *get() const { return hints_ ? &*hints_ : nullptr; }

private:
  std::optional<addrinfo> hints_;
};

template <> class Kept<const sockaddr *> {
public:
  template <class All> Kept(const sockaddr *address, const All &) {
    is_there_ = address != nullptr;
    if (is_there_) std::memcpy(&address_, address, size_of(address->sa_family));
  }
  const sockaddr *get() const {
    return is_there_ ? reinterpret_cast<const sockaddr *>(&address_) : nullptr;
  }

private:
  // Others are an error for libuv.
  static size_t size_of(sa_family_t family) {
    if (family == AF_INET) return sizeof(sockaddr_in);
    return family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sa_family_t);
  }

  sockaddr_storage address_{};
  bool is_there_;
};

} // namespace nodejs

#endif
