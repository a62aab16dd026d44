#include "seats/script.h"

namespace nodejs {

namespace {
thread_local Script *current_script = nullptr;
}

Script::Script() {
  current_script = this;
}

Script::~Script() {
  if (current_script == this) current_script = nullptr;
}

Script &Script::current() {
  return *current_script;
}

bool Script::exists() {
  return current_script != nullptr;
}

} // namespace nodejs
