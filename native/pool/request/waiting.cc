#include "pool/request/waiting.h"

#include "pool/quota.h"

namespace nodejs {

namespace {

// libuv's own queues: void *[2] up to 1.45, a struct of two pointers from then on.
struct Link {
  Link *next;
  Link *previous;
};

template <typename Queue> Link *link_of(Queue &queue) {
  static_assert(sizeof(Queue) == sizeof(Link));
  return reinterpret_cast<Link *>(&queue);
}

} // namespace

Waiting::Waiting(Quota &quota, uv_loop_t *loop, const uv__work *work, PoolUse use)
    : quota_(quota), loop_(loop), work_(work), use_(use) {}

// As libuv's threads hand back what they have done.
void Waiting::call() {
  arrival_.waiting = this;
  arrival_.loop = loop_;
  arrival_.done = [](uv__work *work, int) { static_cast<Arrival *>(work)->waiting->arrive(); };
  Link *link = link_of(arrival_.wq);
  uv_mutex_lock(&loop_->wq_mutex);
  Link *queue = link_of(loop_->wq);
  link->next = queue;
  link->previous = queue->previous;
  link->previous->next = link;
  queue->previous = link;
  uv_async_send(&loop_->wq_async);
  uv_mutex_unlock(&loop_->wq_mutex);
}

void Waiting::arrive() {
  quota_.arrive(*this);
}

} // namespace nodejs
