#include "node/platform.h"

#include "core/signal_block.h"
#include "node/executable_memory.h"
#include "node/last_exit.h"

#include <algorithm>
#include <thread>

#include <node.h>
#if NODE_MAJOR_VERSION >= 20
#include <cppgc/platform.h>
#endif

static_assert(NODE_MODULE_VERSION == NODEJS_ABI,
              "the headers are not those of the ABI this runtime is named after");

namespace nodejs {

namespace {

// What Node does to a process that is its own must not happen to collectd:
// signal dispositions, stdio, resource limits, NODE_OPTIONS.
constexpr auto kFlags = {
    node::ProcessInitializationFlags::kNoStdioInitialization,
    node::ProcessInitializationFlags::kNoDefaultSignalHandling,
    node::ProcessInitializationFlags::kNoInitializeV8,
    node::ProcessInitializationFlags::kNoInitializeNodeV8Platform,
    node::ProcessInitializationFlags::kNoParseGlobalDebugVariables,
    node::ProcessInitializationFlags::kNoAdjustResourceLimits,
    node::ProcessInitializationFlags::kNoUseLargePages,
    node::ProcessInitializationFlags::kDisableNodeOptionsEnv,
    node::ProcessInitializationFlags::kNoPrintHelpOrVersionOutput,
#if NODE_MAJOR_VERSION >= 20
    node::ProcessInitializationFlags::kNoInitializeCppgc,
#endif
};

constexpr const char *kOwnOptions[] = {
    // Otherwise ending a callback that blocks its worker makes Node end the process.
    "--no-force-async-hooks-checks",
    // For modules that need top-level await (lib/loader).
    "--experimental-vm-modules",
    // A daemon's memory counts for more than the time of its collections: the heap
    // grows by 10 % at a time, not to a multiple.
    "--heap-growing-percent=10",
    // V8 ends the process by abort(), not by an instruction that nothing can be put in the
    // place of (last_exit.h).
    "--no-hard-abort",
};

int platform_threads() {
  return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 4u));
}

// For tasks that are due later.
constexpr size_t kTimerThreads = 1;

std::string join(const std::vector<std::string> &lines) {
  std::string text;
  for (const auto &line : lines)
    text += (text.empty() ? "" : "; ") + line;
  return text;
}

} // namespace

std::unique_ptr<Platform> Platform::start(const std::vector<std::string> &options,
                                          std::string &error) {
  std::vector<std::string> args{"collectd"};
  args.insert(args.end(), std::begin(kOwnOptions), std::end(kOwnOptions));
  if (!may_make_executable()) args.emplace_back("--jitless");
  args.insert(args.end(), options.begin(), options.end());

  close_last_exits();
  const SignalBlock block;
  // A shared_ptr takes what every version returns (18: a unique_ptr).
  const std::shared_ptr<node::InitializationResult> result =
      node::InitializeOncePerProcess(args, kFlags);
  if (result->early_return() || result->exit_code() != 0 || !result->errors().empty()) {
    error = join(result->errors());
    if (error.empty()) error = "Node would not start with these options";
    return nullptr;
  }

  std::unique_ptr<Platform> started(new Platform());
  started->args_ = result->args();
  started->exec_args_ = result->exec_args();
  started->platform_ = node::MultiIsolatePlatform::Create(platform_threads());
  v8::V8::InitializePlatform(started->platform_.get());
#if NODE_MAJOR_VERSION >= 20
  cppgc::InitializeProcess(started->platform_->GetPageAllocator());
#endif
  v8::V8::Initialize();
  return started;
}

size_t Platform::threads() {
  return static_cast<size_t>(platform_threads()) + kTimerThreads;
}

Platform::~Platform() {
  v8::V8::Dispose();
#if NODE_MAJOR_VERSION >= 20
  cppgc::ShutdownProcess();
#endif
  v8::V8::DisposePlatform();
  platform_.reset();
  node::TearDownOncePerProcess();
}

} // namespace nodejs
