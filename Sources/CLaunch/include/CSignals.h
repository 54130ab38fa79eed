// Signals as facts to ask for: a handler can do next to nothing, so it only notes that one came.

#ifndef CSIGNALS_H
#define CSIGNALS_H

#include <poll.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Notes this signal from now on instead of letting it act, even where it was blocked. Returns 0 or
// -errno. A signal that was
// ignored when the program started stays ignored unless `even_if_ignored`: nohup(1) means it.
int cl_signal_note(int signal, int even_if_ignored);

// Notes every signal that ends a process unless something else is said, but for faults of its own, and
// leaves those ignored that were.
void cl_signals_note_deadly(void);

// Sends this process a signal and lets it act at once. Returns 0 or -errno.
int cl_signal_raise(int signal);

// Gives a signal back its default action. Returns 0 or -errno.
int cl_signal_default(int signal);

// The same where it is noted; what came ignored stays so. Returns 0 or -errno.
int cl_signal_forget(int signal);

// The lowest noted signal, which is thereby taken; 0 when there is none.
int cl_signal_take(void);

// Whether this one was noted; it is not any longer.
int cl_signal_take_one(int signal);

// Whether a signal waits to be taken. Costs no system call.
int cl_signal_waits(void);

// As ppoll(2), but returns -EINTR also for a signal that was noted just before: no gap between
// looking and sleeping. A negative timeout waits for ever.
int cl_poll(struct pollfd *_Nullable descriptors, int count, int64_t timeout_nanoseconds);

// As tcsetpgrp(3), with SIGTTOU blocked, so that a background process may do it. 0 or -errno.
int cl_terminal_foreground(int terminal, int group);

// The signals that this process ignores, as bits: bit 0 is signal 1.
uint64_t cl_signals_ignored(void);

#pragma clang assume_nonnull end

#endif
