// The interpreter of launch plans: clones a child that makes a list of system calls and nothing
// else. Everything that has to be decided is decided by the caller before the clone.

#ifndef CLAUNCH_H
#define CLAUNCH_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "CLaunchNumbers.h"

#pragma clang assume_nonnull begin

// What a step is beyond its system call.
enum : uint8_t {
  CL_CALL = 0,   // a refusal ends the launch
  CL_SPAWN = 1,  // a clone3: the new process goes on with the next step, this one becomes the init
  CL_EXEC = 2,   // an execve: a tolerated refusal is remembered, and the next step tries again
};

// One system call. 64-bit words throughout, so that it can be written out from any language.
typedef struct {
  int64_t number;
  uint64_t word[6];
  uint8_t cells;      // bit i: word[i] is a cell, its value is passed
  uint8_t uppers;     // bit i: word[i] is a cell, the upper half of its value is passed
  uint8_t addresses;  // bit i: word[i] is a cell, its address is passed
  uint8_t kind;
  int32_t result;         // the cell that receives the result, or -1
  int32_t log;            // the cell with the fs_context whose message explains a refusal, or -1
  int16_t tolerated[4];   // errnos that are no failure, 0 for none
  uint8_t checks;         // after the call, *checked must be `expected`, else `mismatch` is the errno
  int16_t mismatch;
  const uint64_t *_Nullable checked;
  uint64_t expected;
} cl_step;

// How one step went, kept where asked for.
typedef struct {
  int64_t result;
  int64_t nanoseconds;
  int32_t made;
} cl_timing;

typedef struct {
  const cl_step *steps;
  uint32_t count;        // all the steps; those of the init come last
  uint32_t init_first;   // the first step that the init makes after a spawn
  int64_t *cells;        // results; the caller presets those that it knows
  uint64_t flags;        // of clone3
  int32_t cgroup;        // with CLONE_INTO_CGROUP
  int32_t channel_cell;  // the cell with the child's end of the channel
  cl_timing *_Nullable timings;  // count of them, in memory shared with the child
} cl_plan;

// What the child tells through the channel, one packet each.
enum : uint32_t {
  CL_FAILED = 1,     // a step was refused; the sender exits
  CL_READY = 2,      // every step but execve is done; the sender is the program
  CL_EXITED = 3,     // from the init: the program's wait status
  CL_STOPPED = 4,    // from the init: the program was stopped, by this signal
  CL_CONTINUED = 5,  // from the init
  CL_EXECUTED = 7,   // from the init: its program has reached execve
  CL_TERMINAL = 6,   // comes with a descriptor: cloche's end of a pseudo-terminal
};

enum { CL_DETAIL = 1024 };

typedef struct {
  uint32_t kind;
  int32_t step;
  int32_t error;
  int32_t status;  // CL_EXITED: as from wait4; CL_STOPPED: a signal; a refused execve: st_mode
  uint32_t detail_length;
  uint8_t detail[CL_DETAIL];  // the kernel's words, or the beginning of a refused program
} cl_message;

// Bytes of a message before its detail.
enum { CL_MESSAGE_HEAD = 20 };

enum { CL_STACK_SIZE = 64 * 1024 };  // the deepest path through the interpreter uses some 4 KiB

// The stack of a child that shares its parent's memory, CL_STACK_SIZE bytes with an unmapped page
// at their low end. One is enough: the parent sleeps until its child is done with it. NULL without
// memory.
void *_Nullable cl_child_stack(void);

// The same for the program's process where an init makes it: the two run beside each other.
void *_Nullable cl_program_stack(void);

// Clones the child, which runs the plan. Returns its pid and stores a pidfd, or returns -errno.
// With CLONE_VM and CLONE_VFORK in the flags it returns when the child has executed or ended, and
// no two threads do it at once. With CLONE_VM and CLONE_CHILD_CLEARTID it returns at once; the same
// thread then has to call cl_wait_beside, and no other launch begins before.
// Blocks all signals meanwhile; the mask is as before on every return.
pid_t cl_launch(const cl_plan *plan, int32_t *pidfd);

// Waits until a child that runs beside this process has executed or ended.
void cl_wait_beside(void);

// Runs the plan in this process, which an execve then replaces. Returns only on a refusal, with the
// message filled in.
void cl_replace(const cl_plan *plan, cl_message *message);

// One system call, for those that no library wraps. Returns the result or -errno.
long cl_call(long number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f);

#pragma clang assume_nonnull end

#endif
