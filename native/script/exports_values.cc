// Values in and out. take() and dispatch() are called for every value or batch and
// go through plain napi.
#include "script/exports.h"

#include "contract/queue_progress.h"
#include "crossing/js_array.h"
#include "values/value_box.h"
#include "callbacks/cache_event_callback.h"
#include "values/dispatcher.h"
#include "script/js_entry.h"
#include "seats/seat.h"
#include "core/text/utf8.h"
#include "callbacks/write_callback.h"

namespace nodejs {

namespace {

thread_local TakenPart taken;

napi_value dispatch(napi_env, napi_callback_info) {
  JsEntry::current().dispatcher().dispatch();
  return nullptr;
}

// write(destination or null) → whether a queue of a callback here was full
Napi::Value write(const Napi::CallbackInfo &info) {
  const bool everywhere = !info[0].IsString();
  const std::string destination =
      everywhere ? std::string() : info[0].As<Napi::String>().Utf8Value();
  WriteCallback::was_full = false;
  JsEntry::current().dispatcher().write(everywhere ? nullptr : destination.c_str());
  return Napi::Boolean::New(info.Env(), WriteCallback::was_full);
}

// The queue of a callback, for the life of this worker.
struct Taker {
  std::shared_ptr<Registration> registration; // keeps the queue's callback
  WriteQueue &queue;
  WriteQueue::Lease lease;
};

// take(writer, done, most): releases `done` records and names the next part.
napi_value take(napi_env env, napi_callback_info info) {
  napi_value arguments[3];
  size_t count = 3;
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  void *writer = nullptr;
  uint32_t done = 0, most = 0;
  napi_get_value_external(env, arguments[0], &writer);
  napi_get_value_uint32(env, arguments[1], &done);
  napi_get_value_uint32(env, arguments[2], &most);
  const Taker &taker = *static_cast<Taker *>(writer);
  const WriteQueue::Part part = taker.queue.take(taker.lease.number, done, most);
  Seat &seat = JsEntry::current().seat();
  // Something may have waited for just these lists.
  if (done > 0 && seat.held > 0) seat.wake();
  taken = {static_cast<uint32_t>(part.first), static_cast<uint32_t>(part.count),
           seat.asking > 0 ? 1u : 0u};
  return nullptr;
}

Napi::ArrayBuffer view_of(Napi::Env env, void *data, size_t bytes) {
  return Napi::ArrayBuffer::New(env, data, bytes);
}

// Keeps what the memory belongs to.
template <typename Owner>
Napi::ArrayBuffer view_kept(Napi::Env env, const std::shared_ptr<Owner> &owner, const void *data,
                            size_t bytes) {
  auto keep = std::make_unique<std::shared_ptr<Owner>>(owner);
  return Napi::ArrayBuffer::New(
      env, const_cast<void *>(data), bytes,
      [](Napi::Env, void *, std::shared_ptr<Owner> *kept) {
        const std::unique_ptr<std::shared_ptr<Owner>> freed(kept);
      },
      keep.release());
}

// Null: the callback was taken back, or its module was left out, between two calls.
template <typename Callback> std::shared_ptr<Callback> callback_of(const Napi::Value &id) {
  return std::dynamic_pointer_cast<Callback>(
      JsEntry::current().services().registry.find(id.As<Napi::Number>().Uint32Value()));
}

// writer(callback, rates, drops_oldest) → [handle for take(), records, progress, cells], or
// undefined: there is no such callback
Napi::Value open_writer(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  const auto registration = callback_of<WriteCallback>(info[0]);
  if (!registration) return env.Undefined();
  if (info[1].As<Napi::Boolean>().Value()) registration->want_rates();
  WriteQueue &queue = *registration->write_queue();
  const std::shared_ptr<Ring> ring = queue.ring();
  auto taker = std::make_unique<Taker>(
      Taker{registration, queue,
            queue.open(info[2].As<Napi::Boolean>().Value() ? WriteQueue::Full::drops_oldest
                                                           : WriteQueue::Full::drops_newest)});
  const std::shared_ptr<QueueProgress> progress = taker->lease.progress;
  const auto handle = Napi::External<Taker>::New(env, taker.release(), [](Napi::Env, Taker *ended) {
    const std::unique_ptr<Taker> freed(ended);
  });
  const auto cells = ring->cells() == nullptr
                         ? Napi::ArrayBuffer::New(env, 0)
                         : view_kept(env, ring, ring->cells(), ring->cell_bytes());
  Worker::current()->exempt_from_heap(ring->bytes() + ring->cell_bytes());
  return JsArray{handle, view_kept(env, ring, ring->records(), ring->bytes()),
                 view_kept(env, progress, progress.get(), sizeof(*progress)), cells}
      .make(env);
}

// cache_event_kinds(callback, bits)
void want_kinds(const Napi::CallbackInfo &info) {
  const auto registration = callback_of<CacheEventCallback>(info[0]);
  if (registration) registration->want(info[1].As<Napi::Number>().Uint32Value());
}

// dropped(callback) → how many value lists did not reach it, from the start on
Napi::Value dropped(const Napi::CallbackInfo &info) {
  const auto registration = callback_of<WriteCallback>(info[0]);
  return Napi::Number::New(info.Env(),
                           registration ? static_cast<double>(registration->dropped()) : 0);
}

// box(writer, index) → [values, meta, rates?]
Napi::Value open_box(const Napi::CallbackInfo &info) {
  const Taker &taker = *info[0].As<Napi::External<Taker>>().Data();
  const std::shared_ptr<const Box> box =
      taker.queue.box(taker.lease.number, info[1].As<Napi::Number>().Uint32Value());
  return box == nullptr ? info.Env().Undefined()
                        : Napi::Value(static_cast<const ValueBox &>(*box).to_array(info.Env()));
}

// identifier(slot, generation) → [five strings, whether all were UTF-8]
Napi::Value identifier(const Napi::CallbackInfo &info) {
  const Intern::Id id{info[0].As<Napi::Number>().Uint32Value(),
                      info[1].As<Napi::Number>().Uint32Value()};
  const std::string key = JsEntry::current().seat().inbox.key_of(id);
  JsArray fields;
  const char *field = key.c_str();
  for (size_t i = 0; i < DispatchFrame::kFields; i++) {
    fields.add(Napi::String::New(info.Env(), field));
    field += std::strlen(field) + 1;
  }
  fields.add(Napi::Boolean::New(info.Env(), is_utf8(key)));
  return fields.make(info.Env());
}

Napi::Value encode(const Napi::CallbackInfo &info) {
  return Napi::Boolean::New(
      info.Env(), JsEntry::current().dispatcher().encode(info[0].As<Napi::Number>().Uint32Value(),
                                                         info[1].As<Napi::String>().Utf8Value()));
}

void set_meta(const Napi::CallbackInfo &info) {
  JsEntry::current().dispatcher().set_meta(meta_from_array(info[0].As<Napi::Array>()));
}

void export_plain(Napi::Env env, Napi::Object exports, const char *name, napi_callback function) {
  napi_value value = nullptr;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, function, nullptr, &value);
  exports[name] = Napi::Value(env, value);
}

} // namespace

void export_values(Napi::Env env, Napi::Object exports, JsEntry &entry) {
  DispatchFrame &frame = entry.dispatcher().frame();
  exports["frame"] = view_of(env, &frame, sizeof(frame));
  exports["fields"] =
      view_of(env, entry.dispatcher().fields(), DispatchFrame::kFields * DATA_MAX_NAME_LEN);
  MetaFrame &meta_frame = entry.dispatcher().meta_frame();
  exports["meta_frame"] = view_of(env, &meta_frame, sizeof(meta_frame));
  exports["taken"] = view_of(env, &taken, sizeof(taken));
  export_plain(env, exports, "dispatch", dispatch);
  export_plain(env, exports, "take", take);
  exports["write"] = Napi::Function::New(env, write);
  exports["writer"] = Napi::Function::New(env, open_writer);
  exports["dropped"] = Napi::Function::New(env, dropped);
  exports["cache_event_kinds"] = Napi::Function::New(env, want_kinds);
  exports["box"] = Napi::Function::New(env, open_box);
  exports["identifier"] = Napi::Function::New(env, identifier);
  exports["encode"] = Napi::Function::New(env, encode);
  exports["meta"] = Napi::Function::New(env, set_meta);
}

} // namespace nodejs
