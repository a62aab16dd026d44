#include "pool/request/limited.h"

namespace nodejs {

uintptr_t mark_of(const void *request) {
  static const char mark = 0;
  return std::bit_cast<uintptr_t>(&mark) ^ std::bit_cast<uintptr_t>(request);
}

Waiting *waiting_of(uv_req_t &request, Quota *&quota) {
  switch (request.type) {
  case UV_FS:
  case UV_WORK:
  case UV_GETADDRINFO:
  case UV_GETNAMEINFO:
  case UV_RANDOM:
    break;
  default:
    return nullptr;
  }
  if (std::bit_cast<uintptr_t>(word(request, Word::mark)) != mark_of(&request)) return nullptr;
  quota = static_cast<Quota *>(word(request, Word::quota));
  return static_cast<Waiting *>(word(request, Word::waiting));
}

int cancel_limited(uv_req_t *request) {
  Quota *quota = nullptr;
  Waiting *waiting = waiting_of(*request, quota);
  if (waiting == nullptr) return uv_cancel(request);
  return quota->cancel(*waiting) ? 0 : UV_EBUSY;
}

} // namespace nodejs
