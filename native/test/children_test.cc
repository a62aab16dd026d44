#include "process/children.h"

#include "check.h"

#include <cerrno>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using nodejs::Children;

namespace {

const int one_loop = 0, other_loop = 0;

// A child that has ended; nobody has collected its status.
pid_t zombie() {
  std::fflush(nullptr); // or it prints once more what has been printed
  const pid_t pid = fork();
  if (pid == 0) _exit(7);
  siginfo_t info{};
  while (waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
  }
  return pid;
}

bool is_collected(pid_t pid) {
  return kill(pid, 0) != 0 && errno == ESRCH;
}

void tick(Children &children, int count) {
  for (int i = 0; i < count; i++)
    children.tick();
}

} // namespace

TEST(a_child_that_nobody_waits_for_is_collected_at_the_third_tick) {
  Children children;
  const pid_t pid = zombie();
  tick(children, 2);
  CHECK(!is_collected(pid));
  tick(children, 1);
  CHECK(is_collected(pid));
}

TEST(whoever_waits_for_a_child_of_its_own_gets_its_status) {
  Children children;
  const pid_t pid = zombie();
  tick(children, 1);
  int status = 0;
  CHECK_EQUAL(waitpid(pid, &status, 0), pid);
  CHECK_EQUAL(WEXITSTATUS(status), 7);
  tick(children, 5);
}

TEST(a_child_that_runs_is_left_alone) {
  Children children;
  std::fflush(nullptr);
  const pid_t pid = fork();
  if (pid == 0) {
    pause();
    _exit(0);
  }
  tick(children, 5);
  CHECK(!is_collected(pid));
  kill(pid, SIGKILL);
  CHECK_EQUAL(waitpid(pid, nullptr, 0), pid);
}

TEST(a_child_of_a_loop_waits_for_as_long_as_it_takes) {
  Children children;
  const pid_t pid = zombie();
  tick(children, 2);
  children.add(pid, &one_loop, nullptr);
  tick(children, 10);
  CHECK(!is_collected(pid));
  // Not the one who has it.
  children.remove(pid, &other_loop);
  children.drop(&other_loop);
  tick(children, 5);
  CHECK(!is_collected(pid));
  children.remove(pid, &one_loop);
  tick(children, 2);
  CHECK(!is_collected(pid));
  tick(children, 1);
  CHECK(is_collected(pid));
}

TEST(the_children_of_a_loop_that_has_ended_are_collected) {
  Children children;
  const pid_t first = zombie(), second = zombie(), of_other = zombie();
  children.add(first, &one_loop, nullptr);
  children.add(second, &one_loop, nullptr);
  children.add(of_other, &other_loop, nullptr);
  children.drop(&one_loop);
  tick(children, 3);
  CHECK(is_collected(first) && is_collected(second));
  CHECK(!is_collected(of_other));
  CHECK_EQUAL(waitpid(of_other, nullptr, 0), of_other);
}

TEST(a_loop_is_told_once_when_somebody_else_has_collected_its_child) {
  Children children;
  const pid_t pid = zombie();
  int told = 0;
  children.add(pid, &one_loop, [&](pid_t lost) {
    told++;
    CHECK_EQUAL(lost, pid);
    // It may have another child at once: no lock is held.
    children.remove(pid, &one_loop);
  });
  CHECK_EQUAL(waitpid(pid, nullptr, 0), pid);
  tick(children, 1);
  CHECK_EQUAL(told, 0);
  tick(children, 1);
  CHECK_EQUAL(told, 1);
  tick(children, 5);
  CHECK_EQUAL(told, 1);
}

TEST(nobody_is_told_after_the_loop_has_ended) {
  Children children;
  const pid_t pid = zombie();
  int told = 0;
  children.add(pid, &one_loop, [&](pid_t) { told++; });
  CHECK_EQUAL(waitpid(pid, nullptr, 0), pid);
  children.drop(&one_loop);
  tick(children, 5);
  CHECK_EQUAL(told, 0);
}
