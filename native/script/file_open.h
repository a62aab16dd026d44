// Files that are being opened for a worker, by libuv's threads. Node forgets the descriptor
// of one that is open only when its environment has been stopped; here it is closed.
//
// Worker's thread; an FileOpening's own part also a thread of libuv's, while it is queued.
#ifndef COLLECTD_NODEJS_SCRIPT_FILE_OPEN_H
#define COLLECTD_NODEJS_SCRIPT_FILE_OPEN_H

#include <napi.h>

#include <string>
#include <unordered_set>

namespace nodejs {

class FileOpening;

class FileOpenings {
public:
  FileOpenings() = default;
  FileOpenings(const FileOpenings &) = delete;
  FileOpenings &operator=(const FileOpenings &) = delete;

  // Calls `done` with the number of the error, or with 0 and `new make_handle(descriptor)`.
  void open(Napi::Env env, std::string path, int flags, int mode, Napi::Function make_handle,
            Napi::Function done);
  // The worker ends: those that no thread has begun with are not opened.
  void cancel();

private:
  friend class FileOpening;
  std::unordered_set<FileOpening *> queued_;
};

} // namespace nodejs

#endif
