// How far JavaScript has come with the queue of a callback, and what it takes next.
#ifndef COLLECTD_NODEJS_CONTRACT_QUEUE_PROGRESS_H
#define COLLECTD_NODEJS_CONTRACT_QUEUE_PROGRESS_H

#include <cstddef>
#include <cstdint>

namespace nodejs {

// Of the part that JavaScript took last: it counts records before it hands them over, for
// C++ to read when the worker has ended there.
struct QueueProgress {
  uint32_t begun = 0;   // records that were handed over
  uint32_t in_hand = 0; // how many of these belong to the last call
};
static_assert(sizeof(QueueProgress) == 8 && alignof(QueueProgress) == 4);
static_assert(offsetof(QueueProgress, in_hand) == 4);

// Where take() leaves what it found, for JavaScript to read without objects.
struct TakenPart {
  uint32_t first;
  uint32_t count;
  uint32_t urgent; // threads wait for something else that this worker has to answer
};
static_assert(sizeof(TakenPart) == 12 && alignof(TakenPart) == 4);
static_assert(offsetof(TakenPart, count) == 4 && offsetof(TakenPart, urgent) == 8);

} // namespace nodejs

#endif
