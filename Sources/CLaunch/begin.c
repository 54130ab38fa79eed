// What has to be so before anything else of the program, the Swift runtime's own beginning included.

#define _GNU_SOURCE
#include "CStartup.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#pragma clang assume_nonnull begin

static int argument_count;
static char *_Nullable *_Nullable arguments;
static int had_children;

// The runtime looks for a program that shows backtraces, beside this one's file and above: in folders
// that others may write. A crash runs nothing.
static const char *const variable = "SWIFT_BACKTRACE";
static char *_Nullable former;

static struct termios terminal;
static volatile sig_atomic_t terminal_descriptor;
static volatile sig_atomic_t knows_terminal;

// Only calls of signal-safety(7).
static void crash(int signal) {
  if (knows_terminal) tcsetattr(terminal_descriptor, TCSADRAIN, &terminal);
  static const char said[] = "cloche: this is a fault of cloche itself; please report it\n";
  if (write(2, said, sizeof said - 1) < 0) {
  }
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigaction(signal, &action, NULL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  raise(signal);
  _exit(128 + signal);
}

static void note_crashes(void) {
  // What overflows the stack has none left for its handler.
  static uint8_t room[16384];
  stack_t stack = {.ss_sp = room, .ss_size = sizeof room};
  if (sigaltstack(&stack, NULL) != 0) return;
  struct sigaction action = {.sa_handler = crash, .sa_flags = SA_ONSTACK | SA_NODEFER};
  static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
    sigaction(signals[i], &action, NULL);
}

static void nothing(int signal) { (void)signal; }

static void set_signals(void) {
  // Ignored, the kernel reaps by itself, and nobody is told how a program has ended.
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigaction(SIGCHLD, &action, NULL);
  // A file that may not grow is an error of write(2), and no end of the session. With a handler, and not
  // ignored: that would be passed on to programs.
  action.sa_handler = nothing;
  action.sa_flags = SA_RESTART;
  sigaction(SIGXFSZ, &action, NULL);
}

// What the runtime needs to come up; with less it would end in the middle without a word.
enum { LEAST_MEMORY = 16 << 20, LEAST_STACK = 96 << 10 };

static void require_memory(void) {
  struct rlimit limit;
  static const char stack[] =
      "cloche: too little stack to start: `ulimit -s 1024` before cloche gives it enough\n";
  static const char memory[] =
      "cloche: too little memory to start: `ulimit -v unlimited` before cloche gives it enough\n";
  if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < LEAST_STACK) {
    if (write(2, stack, sizeof stack - 1) < 0) {
    }
    _exit(125);
  }
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
  void *room = mmap(NULL, LEAST_MEMORY, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (room == MAP_FAILED) {
    if (write(2, memory, sizeof memory - 1) < 0) {
    }
    _exit(125);
  }
  munmap(room, LEAST_MEMORY);
}

// Before the constructors of everybody else. The C library hands each of them what main gets.
__attribute__((constructor(101))) static void begin(int count, char *_Nullable *_Nullable words) {
  argument_count = count;
  arguments = words;
  require_memory();
  set_signals();
  note_crashes();
  siginfo_t information;
  had_children =
      !(waitid(P_ALL, 0, &information, WEXITED | WNOHANG | WNOWAIT) == -1 && errno == ECHILD);
  const char *given = getenv(variable);
  if (given) former = strdup(given);
  setenv(variable, "enable=no,swift-backtrace=/", 1);
}

void cl_begin(void) {
  if (former) {
    setenv(variable, former, 1);
  } else {
    unsetenv(variable);
  }
}

int cl_argument_count(void) { return argument_count; }

char *_Nullable *_Nullable cl_arguments(void) { return arguments; }

int cl_had_children(void) { return had_children; }

void cl_remember_terminal(int descriptor, const struct termios *attributes) {
  knows_terminal = 0;
  terminal_descriptor = descriptor;
  terminal = *attributes;
  knows_terminal = 1;
}

#pragma clang assume_nonnull end
