// Makes a loaded library call another function instead of one that it imports.
//
// The order in which the linker looks for symbols does not do: libnode is loaded by its
// path before the runtime is, and another plugin may have made libuv global.
#ifndef COLLECTD_NODEJS_CORE_REDIRECT_H
#define COLLECTD_NODEJS_CORE_REDIRECT_H

#include <bit>
#include <cstddef>
#include <vector>

namespace nodejs {

struct Redirection {
  const char *name;
  void *from; // where the symbol leads
  void *to;
};

template <auto function> Redirection to(const char *name, decltype(function) instead) {
  return {name, std::bit_cast<void *>(function), std::bit_cast<void *>(instead)};
}

// In the library that `address` is in. Returns how many places were changed; those that
// were changed before are left as they are.
size_t redirect(const void *address, const std::vector<Redirection> &redirections);

} // namespace nodejs

#endif
