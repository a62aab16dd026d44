// Where JavaScript is.
#ifndef COLLECTD_NODEJS_NODE_STACK_TRACE_H
#define COLLECTD_NODEJS_NODE_STACK_TRACE_H

#include <string>
#include <vector>

namespace v8 {
class Isolate;
}

namespace nodejs {

struct StackFrame {
  std::string function;
  std::string file; // a path, or "node:…"
  int line;
  int column;
};

// Of the JavaScript that runs on this thread, the innermost frame first.
std::vector<StackFrame> current_stack(v8::Isolate *isolate);

} // namespace nodejs

#endif
