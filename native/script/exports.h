// The exports of the binding, by noun. Worker's thread, while the main script runs.
#ifndef COLLECTD_NODEJS_SCRIPT_EXPORTS_H
#define COLLECTD_NODEJS_SCRIPT_EXPORTS_H

#include <napi.h>

namespace nodejs {

class Children;
class JsEntry;
class Seat;

void export_session(Napi::Env env, Napi::Object exports);
void export_registrations(Napi::Env env, Napi::Object exports);
void export_values(Napi::Env env, Napi::Object exports, JsEntry &entry);
void export_notification(Napi::Env env, Napi::Object exports);
void export_cache(Napi::Env env, Napi::Object exports);
void export_data_sets(Napi::Env env, Napi::Object exports);
void export_addons(Napi::Env env, Napi::Object exports);
void export_files(Napi::Env env, Napi::Object exports);
void export_log(Napi::Env env, Napi::Object exports);
void export_repl(Napi::Env env, Napi::Object exports);
// Null: of a thread that a module made with worker_threads.
void export_children(Napi::Env env, Napi::Object exports, Children &children, Seat *seat);
// All that such a thread has, besides children and addons.
void export_log_function(Napi::Env env, Napi::Object exports);

} // namespace nodejs

#endif
