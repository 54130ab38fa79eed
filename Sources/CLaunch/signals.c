#define _GNU_SOURCE
#include "CSignals.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { LAST_SIGNAL = 64 };

static volatile sig_atomic_t noted[LAST_SIGNAL + 1];
static volatile sig_atomic_t any;

static void note(int signal) {
  noted[signal] = 1;
  any = 1;
}

static int act(int signal, void (*handler)(int)) {
  struct sigaction action = {.sa_handler = handler};
  // No SA_RESTART: whoever waits has to come back and look.
  return sigaction(signal, &action, NULL) == 0 ? 0 : -errno;
}

static void unblock(int signal) {
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, signal);
  sigprocmask(SIG_UNBLOCK, &one, NULL);
}

int cl_signal_note(int signal, int even_if_ignored) {
  struct sigaction before;
  if (sigaction(signal, NULL, &before) != 0) return -errno;
  if (before.sa_handler == SIG_IGN && !even_if_ignored) return 0;
  int result = act(signal, note);
  if (result == 0) unblock(signal);
  return result;
}

// Bit 0 is signal 1: what came ignored, of the signals that were asked about on the way.
static uint64_t came_ignored, asked;

static int is_deadly(int signal) {
  switch (signal) {
    // What cannot be caught, stops, goes on, is ignored anyway, or was seen to at the beginning.
    case SIGKILL: case SIGSTOP: case SIGTSTP: case SIGTTIN: case SIGTTOU: case SIGCONT: case SIGURG:
    case SIGWINCH: case SIGCHLD: case SIGXFSZ:
    // Faults of its own.
    case SIGSEGV: case SIGBUS: case SIGFPE: case SIGILL: case SIGABRT: case SIGTRAP: case SIGSYS:
      return 0;
    // Two that the C library keeps to itself.
    default: return signal < 32 || signal > 33;
  }
}

void cl_signals_note_deadly(void) {
  struct sigaction action = {.sa_handler = note}, before;
  sigset_t all;
  sigemptyset(&all);
  for (int signal = 1; signal <= LAST_SIGNAL; signal++) {
    if (!is_deadly(signal) || sigaction(signal, &action, &before) != 0) continue;
    asked |= UINT64_C(1) << (signal - 1);
    sigaddset(&all, signal);
    if (before.sa_handler != SIG_IGN) continue;
    came_ignored |= UINT64_C(1) << (signal - 1);
    sigaction(signal, &before, NULL);
    sigdelset(&all, signal);
  }
  sigprocmask(SIG_UNBLOCK, &all, NULL);
}

int cl_signal_default(int signal) { return act(signal, SIG_DFL); }

int cl_signal_forget(int signal) {
  struct sigaction now;
  if (sigaction(signal, NULL, &now) != 0) return -errno;
  return now.sa_handler == note ? act(signal, SIG_DFL) : 0;
}

int cl_signal_raise(int signal) {
  unblock(signal);
  return raise(signal) == 0 ? 0 : -errno;
}

int cl_signal_waits(void) { return any; }

int cl_signal_take(void) {
  if (!any) return 0;
  // Before the search: one that comes during it sets it again.
  any = 0;
  int found = 0;
  for (int signal = 1; signal <= LAST_SIGNAL; signal++) {
    if (!noted[signal]) continue;
    if (found) {
      any = 1;
      break;
    }
    noted[signal] = 0;
    found = signal;
  }
  return found;
}

int cl_signal_take_one(int signal) {
  int was_noted = noted[signal];
  noted[signal] = 0;
  return was_noted;
}

int cl_poll(struct pollfd *descriptors, int count, int64_t timeout) {
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  int result;
  if (any) {
    result = -EINTR;
  } else {
    struct timespec time = {.tv_sec = timeout / 1000000000, .tv_nsec = timeout % 1000000000};
    result = ppoll(descriptors, (nfds_t)count, timeout < 0 ? NULL : &time, &before);
    if (result < 0) result = -errno;
  }
  sigprocmask(SIG_SETMASK, &before, NULL);
  return result;
}

int cl_terminal_foreground(int terminal, int group) {
  sigset_t set, before;
  sigemptyset(&set);
  sigaddset(&set, SIGTTOU);
  sigprocmask(SIG_BLOCK, &set, &before);
  int result = tcsetpgrp(terminal, group) == 0 ? 0 : -errno;
  sigprocmask(SIG_SETMASK, &before, NULL);
  return result;
}

uint64_t cl_signals_ignored(void) {
  // The kernel's own view: the libc hides two signals that it uses itself, which may be ignored too.
  struct {
    uintptr_t handler, flags, restorer;
    uint64_t mask;
  } action;
  uint64_t ignored = came_ignored;
  for (int signal = 1; signal <= LAST_SIGNAL; signal++) {
    if (asked >> (signal - 1) & 1) continue;
    if (syscall(SYS_rt_sigaction, signal, NULL, &action, 8) != 0) continue;
    if (action.handler == (uintptr_t)SIG_IGN) ignored |= UINT64_C(1) << (signal - 1);
  }
  return ignored;
}
