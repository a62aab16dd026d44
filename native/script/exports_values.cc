// Values in and out. take() and dispatch() are called for every value or batch and
// go through plain napi.
#include "script/exports.h"

#include "contract/queue_progress.h"
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

// take(queue, done, most): releases `done` records and names the next part.
napi_value take(napi_env env, napi_callback_info info) {
  napi_value arguments[3];
  size_t count = 3;
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  void *queue = nullptr;
  uint32_t done = 0, most = 0;
  napi_get_value_external(env, arguments[0], &queue);
  napi_get_value_uint32(env, arguments[1], &done);
  napi_get_value_uint32(env, arguments[2], &most);
  const WriteQueue::Part part = static_cast<WriteQueue *>(queue)->take(done, most);
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

// Keeps the ring.
Napi::ArrayBuffer ring_view(Napi::Env env, const std::shared_ptr<Ring> &ring, const void *data,
                            size_t bytes) {
  auto keep = std::make_unique<std::shared_ptr<Ring>>(ring);
  return Napi::ArrayBuffer::New(
      env, const_cast<void *>(data), bytes,
      [](Napi::Env, void *, std::shared_ptr<Ring> *kept) {
        const std::unique_ptr<std::shared_ptr<Ring>> freed(kept);
      },
      keep.release());
}

// writer(callback, rates) → [handle for take(), records, progress, cells]
Napi::Value open_writer(const Napi::CallbackInfo &info) {
  const auto registration = std::static_pointer_cast<WriteCallback>(
      JsEntry::current().services().registry.find(info[0].As<Napi::Number>().Uint32Value()));
  if (info[1].As<Napi::Boolean>().Value()) registration->want_rates();
  const std::shared_ptr<Ring> ring = registration->write_queue()->ring();
  Napi::Array opened = Napi::Array::New(info.Env(), 4);
  opened[0u] = Napi::External<WriteQueue>::New(info.Env(), registration->write_queue());
  opened[1u] = ring_view(info.Env(), ring, ring->records(), ring->bytes());
  QueueProgress *progress = registration->write_queue()->progress_memory();
  opened[2u] = view_of(info.Env(), progress, sizeof(*progress));
  opened[3u] = ring->cells() == nullptr
                   ? Napi::ArrayBuffer::New(info.Env(), 0)
                   : ring_view(info.Env(), ring, ring->cells(), ring->cell_bytes());
  Worker::current()->exempt_from_heap(ring->bytes() + ring->cell_bytes());
  return opened;
}

// cache_event_kinds(callback, bits)
void want_kinds(const Napi::CallbackInfo &info) {
  const auto registration = std::static_pointer_cast<CacheEventCallback>(
      JsEntry::current().services().registry.find(info[0].As<Napi::Number>().Uint32Value()));
  registration->want(info[1].As<Napi::Number>().Uint32Value());
}

// box(queue, index) → [values, meta, rates?]
Napi::Value open_box(const Napi::CallbackInfo &info) {
  const auto &queue = *info[0].As<Napi::External<WriteQueue>>().Data();
  const auto *box =
      static_cast<const ValueBox *>(queue.ring()->box(info[1].As<Napi::Number>().Uint32Value()));
  return box == nullptr ? info.Env().Undefined() : Napi::Value(box->to_array(info.Env()));
}

// identifier(slot, generation) → [five strings, whether all were UTF-8]
Napi::Value identifier(const Napi::CallbackInfo &info) {
  const Intern::Id id{info[0].As<Napi::Number>().Uint32Value(),
                      info[1].As<Napi::Number>().Uint32Value()};
  const std::string key = JsEntry::current().seat().inbox.key_of(id);
  Napi::Array fields = Napi::Array::New(info.Env(), DispatchFrame::kFields + 1);
  const char *field = key.c_str();
  for (uint32_t i = 0; i < DispatchFrame::kFields; i++) {
    fields[i] = Napi::String::New(info.Env(), field);
    field += std::strlen(field) + 1;
  }
  fields[static_cast<uint32_t>(DispatchFrame::kFields)] =
      Napi::Boolean::New(info.Env(), is_utf8(key));
  return fields;
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
  exports["cache_event_kinds"] = Napi::Function::New(env, want_kinds);
  exports["box"] = Napi::Function::New(env, open_box);
  exports["identifier"] = Napi::Function::New(env, identifier);
  exports["encode"] = Napi::Function::New(env, encode);
  exports["meta"] = Napi::Function::New(env, set_meta);
}

} // namespace nodejs
