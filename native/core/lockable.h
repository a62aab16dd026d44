// A mutex that owns the data it guards: the data can only be reached through a lock.
#ifndef COLLECTD_NODEJS_CORE_LOCKABLE_H
#define COLLECTD_NODEJS_CORE_LOCKABLE_H

#include <mutex>
#include <utility>

namespace nodejs {

template <typename T> class Lockable {
public:
  class Guard {
  public:
    T *operator->() const { return &data_; }
    T &operator*() const { return data_; }
    // For std::condition_variable.
    std::unique_lock<std::mutex> &lock() { return lock_; }

  private:
    friend class Lockable;
    Guard(std::mutex &mutex, T &data) : lock_(mutex), data_(data) {}
    std::unique_lock<std::mutex> lock_;
    T &data_;
  };

  template <typename... Args>
  explicit Lockable(Args &&...args) : data_(std::forward<Args>(args)...) {}
  Lockable(const Lockable &) = delete;
  Lockable &operator=(const Lockable &) = delete;

  Guard lock() { return Guard(mutex_, data_); }

private:
  std::mutex mutex_;
  T data_;
};

} // namespace nodejs

#endif
