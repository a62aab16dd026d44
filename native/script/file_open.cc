#include "script/file_open.h"

#include "node/worker.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <unistd.h>

namespace nodejs {

class FileOpening {
public:
  FileOpening(FileOpenings &openings, Napi::Env env, std::string path, int flags, int mode,
              Napi::Function make_handle, Napi::Function done)
      : openings_(openings), env_(env), path_(std::move(path)), flags_(flags), mode_(mode),
        make_handle_(Napi::Persistent(make_handle)), done_(Napi::Persistent(done)) {
    napi_create_async_work(env, nullptr, Napi::String::New(env, "FSREQPROMISE"), run, complete,
                           this, &work_);
    openings_.queued_.insert(this);
  }
  ~FileOpening() {
    openings_.queued_.erase(this);
    if (descriptor_ >= 0) close(descriptor_);
    napi_delete_async_work(env_, work_);
  }
  FileOpening(const FileOpening &) = delete;
  FileOpening &operator=(const FileOpening &) = delete;

  void queue() { napi_queue_async_work(env_, work_); }
  void cancel() { napi_cancel_async_work(env_, work_); }

private:
  static void run(napi_env, void *self) {
    auto &opening = *static_cast<FileOpening *>(self);
    do
      opening.descriptor_ =
          ::open(opening.path_.c_str(), opening.flags_ | O_CLOEXEC, opening.mode_);
    while (opening.descriptor_ < 0 && errno == EINTR);
    opening.error_ = opening.descriptor_ < 0 ? errno : 0;
  }

  static void complete(napi_env env, napi_status, void *self) {
    const std::unique_ptr<FileOpening> opening(static_cast<FileOpening *>(self));
    if (!Worker::current()->is_running()) return;
    const Napi::HandleScope scope(env);
    opening->settle();
  }

  void settle() {
    std::array<napi_value, 2> told{Napi::Number::New(env_, error_), env_.Undefined()};
    napi_value ignored = nullptr;
    if (descriptor_ >= 0) {
      napi_value number = Napi::Number::New(env_, descriptor_);
      if (napi_new_instance(env_, make_handle_.Value(), 1, &number, &told[1]) != napi_ok) {
        napi_get_and_clear_last_exception(env_, &ignored);
        return;
      }
      descriptor_ = -1; // the handle's from here on
    }
    if (napi_call_function(env_, env_.Undefined(), done_.Value(), told.size(), told.data(),
                           &ignored) != napi_ok)
      napi_get_and_clear_last_exception(env_, &ignored);
  }

  FileOpenings &openings_;
  const Napi::Env env_;
  const std::string path_;
  const int flags_;
  const int mode_;
  const Napi::FunctionReference make_handle_;
  const Napi::FunctionReference done_;
  napi_async_work work_ = nullptr;
  int descriptor_ = -1;
  int error_ = 0;
};

void FileOpenings::open(Napi::Env env, std::string path, int flags, int mode,
                        Napi::Function make_handle, Napi::Function done) {
  auto opening =
      std::make_unique<FileOpening>(*this, env, std::move(path), flags, mode, make_handle, done);
  opening.release()->queue(); // complete() frees it
}

void FileOpenings::cancel() {
  for (FileOpening *opening : queued_)
    opening->cancel();
}

} // namespace nodejs
