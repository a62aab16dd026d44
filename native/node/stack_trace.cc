#include "node/stack_trace.h"

#include <node.h>

namespace nodejs {

namespace {

constexpr int kMostFrames = 32;
constexpr const char *kFileUrl = "file://";

std::string to_text(v8::Isolate *isolate, v8::Local<v8::String> text) {
  if (text.IsEmpty()) return "";
  const v8::String::Utf8Value utf8(isolate, text);
  return *utf8 == nullptr ? "" : *utf8;
}

} // namespace

std::vector<StackFrame> current_stack(v8::Isolate *isolate) {
  const v8::HandleScope scope(isolate);
  std::vector<StackFrame> frames;
  const auto trace =
      v8::StackTrace::CurrentStackTrace(isolate, kMostFrames, v8::StackTrace::kDetailed);
  for (int i = 0; i < trace->GetFrameCount(); i++) {
    const auto frame = trace->GetFrame(isolate, static_cast<uint32_t>(i));
    std::string file = to_text(isolate, frame->GetScriptName());
    if (file.starts_with(kFileUrl)) file = file.substr(std::char_traits<char>::length(kFileUrl));
    frames.push_back({to_text(isolate, frame->GetFunctionName()), std::move(file),
                      frame->GetLineNumber(), frame->GetColumn()});
  }
  return frames;
}

} // namespace nodejs
