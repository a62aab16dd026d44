// The time as the code under test sees it: identifiers are forgotten by age.
#ifndef COLLECTD_NODEJS_FUZZ_CLOCK_H
#define COLLECTD_NODEJS_FUZZ_CLOCK_H

#include <ctime>

inline unsigned fuzz_seconds = 1000;

inline int fuzz_clock_gettime(clockid_t, timespec *now) {
  *now = {static_cast<time_t>(fuzz_seconds), 0};
  return 0;
}

#define clock_gettime fuzz_clock_gettime

#endif
