// The unsafe zone. Between clone3 and execve this file runs in a child that may share the parent's
// memory: no malloc, no stdio, no locks, no libc function with hidden state, only raw calls and
// memory that the plan owns. Nothing is decided here that could have been decided before.

#define _GNU_SOURCE
#include "CLaunch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

#include "syscall.h"

#pragma clang assume_nonnull begin

enum {
  KERNEL_SIGSET = 8,       // bytes; the kernel's set, not the libc's
  MOST_ATTEMPTS = 1000,    // of a step that the kernel asks to make again
  FIRST_STATUS = 125,      // "the sandbox could not be set up", docs/language.md, section 1
};

// A process on its way through a plan.
typedef struct {
  const cl_plan *plan;
  uint32_t next;
  // The most telling refusal among the execve attempts so far.
  int32_t exec_step;
  int32_t exec_error;
  // Where a refusal is told when there is no channel: the caller is the process itself.
  cl_message *_Nullable own_message;
  // A seccomp filter is in place: what else is called may be refused, or be the end.
  int filtered;
  // The clone has left cloche's signal handlers in place.
  int has_handlers;
} run_state;

static void run(void *argument);

static void clear(void *memory, size_t size) {
  volatile uint8_t *bytes = memory;
  for (size_t i = 0; i < size; i++) bytes[i] = 0;
}

static int channel(const run_state *state) {
  return (int)state->plan->cells[state->plan->channel_cell];
}

static void tell(const run_state *state, const cl_message *message) {
  if (state->own_message) {
    *state->own_message = *message;
    return;
  }
  long size = CL_MESSAGE_HEAD + message->detail_length;
  if (RAW3(SYS_write, channel(state), message, size) < 0 && state->filtered)
    raw_call(SYS_sendto, channel(state), (long)message, size, 0, 0, 0);
}

// For a refused execve: what kind of file it is and how it begins, as seen from here, inside. The
// interpreter that is missing is named in there.
static void describe_program(const cl_step *step, cl_message *message) {
  struct stat status;
  const char *path = (const char *)step->word[0];
  if (RAW4(SYS_newfstatat, AT_FDCWD, path, &status, 0) < 0) return;
  message->status = (int32_t)status.st_mode;
  if (!S_ISREG(status.st_mode)) return;
  long file = RAW4(SYS_openat, AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
  if (file < 0) return;
  long length = RAW3(SYS_read, file, message->detail, CL_DETAIL);
  if (length > 0) message->detail_length = (uint32_t)length;
  RAW1(SYS_close, file);
}

// A folder of PATH that may not be entered answers EACCES for every name, which says nothing of the
// program. One that was named with its folder is another matter: there it is the answer.
static int is_out_of_sight(const run_state *state, const cl_step *step) {
  if (state->filtered) return 0;
  const char *name = ((const char *const *)step->word[1])[0];
  for (; *name; name++) {
    if (*name == '/') return 0;
  }
  struct stat status;
  return RAW4(SYS_newfstatat, AT_FDCWD, (const char *)step->word[0], &status, 0) == -EACCES;
}

static void fail(const run_state *state, uint32_t index, int32_t error) {
  const cl_step *step = &state->plan->steps[index];
  cl_message message;
  clear(&message, sizeof message);
  message.kind = CL_FAILED;
  message.step = (int32_t)index;
  message.error = error;
  // Under a filter the look at the program may kill: first without, then once more with it.
  if (step->kind == CL_EXEC && state->filtered) tell(state, &message);
  if (step->kind == CL_EXEC) describe_program(step, &message);
  if (step->log >= 0) {
    // fsopen(2) file systems explain themselves in words.
    long length = RAW3(SYS_read, state->plan->cells[step->log], message.detail, CL_DETAIL);
    if (length > 0) message.detail_length = (uint32_t)length;
  }
  tell(state, &message);
  if (!state->own_message) RAW1(SYS_exit_group, FIRST_STATUS);
}

// clone3(2), or clone(2) where that is kept from us: a container's filter answers ENOSYS, since it cannot
// look into the arguments. What only clone3 can do is then refused by the kernel's own word for it.
static long make_process(struct clone_args *arguments, long size, run_state *state) {
  long pid = raw_clone3(arguments, size, run, state);
  uint64_t beyond = CLONE_INTO_CGROUP;
  if (pid != -ENOSYS || arguments->flags & beyond) return pid;
  uint64_t flags = arguments->flags & ~(uint64_t)CLONE_CLEAR_SIGHAND;
  state->has_handlers = arguments->flags & CLONE_CLEAR_SIGHAND ? 1 : 0;
  uint64_t stack = arguments->stack ? arguments->stack + arguments->stack_size : 0;
  pid = raw_clone((long)(flags | arguments->exit_signal), (long)stack,
                  (void *)(uintptr_t)arguments->pidfd, (long)arguments->child_tid, run, state);
  state->has_handlers = 0;
  return pid;
}

// As CLONE_CLEAR_SIGHAND does it: what is ignored stays so.
static void clear_handlers(void) {
  struct {
    uint64_t handler, flags, restorer, mask;
  } action;
  for (int signal = 1; signal <= 64; signal++) {
    if (RAW4(SYS_rt_sigaction, signal, 0, &action, KERNEL_SIGSET) < 0) continue;
    if (action.handler == (uint64_t)(uintptr_t)SIG_DFL ||
        action.handler == (uint64_t)(uintptr_t)SIG_IGN)
      continue;
    clear(&action, sizeof action);
    RAW4(SYS_rt_sigaction, signal, &action, 0, KERNEL_SIGSET);
  }
}

static int tolerates(const cl_step *step, long error) {
  for (int i = 0; i < 4; i++) {
    if (step->tolerated[i] != 0 && step->tolerated[i] == error) return 1;
  }
  return 0;
}

static long now(void) {
  struct timespec time = {0, 0};
  RAW2(SYS_clock_gettime, CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000L + time.tv_nsec;
}

static long make(const cl_plan *plan, const cl_step *step) {
  long word[6];
  for (int i = 0; i < 6; i++) {
    uint64_t value = step->word[i];
    if (step->cells >> i & 1) value = (uint64_t)plan->cells[value];
    if (step->uppers >> i & 1) value = (uint64_t)plan->cells[value] >> 32;
    if (step->addresses >> i & 1) value = (uint64_t)(uintptr_t)&plan->cells[value];
    word[i] = (long)value;
  }
  return raw_call(step->number, word[0], word[1], word[2], word[3], word[4], word[5]);
}

// Makes the steps from `next` up to `end`. Returns at `end`, or never.
static void make_steps(run_state *state, uint32_t end) {
  const cl_plan *plan = state->plan;
  // Of the process that a spawn makes. It runs beside this one, and finds this here all the time: the
  // caller's own may be gone when this process has executed something, which is what the caller waits for.
  run_state program;
  cl_plan program_plan;
  for (; state->next < end; state->next++) {
    uint32_t index = state->next;
    const cl_step *step = &plan->steps[index];
    long result;
    long begun = plan->timings ? now() : 0;
    if (step->kind == CL_SPAWN) {
      // The new process goes on behind this step. It may share this memory and run beside this one, so it
      // works on a copy.
      program = *state;
      program_plan = *plan;
      program.plan = &program_plan;
      program.next = index + 1;
      result = make_process((void *)step->word[0], (long)step->word[1], &program);
    } else {
      // An execve that succeeds does not come back.
      int may_stay = step->kind != CL_EXEC && step->number != SYS_execveat;
      if (plan->timings && !may_stay) plan->timings[index].made = 1;
      result = make(plan, step);
      // With ".." in a path beneath a root, a mount or a rename anywhere on the machine makes the
      // kernel give up, and openat2(2) says to try again.
      for (int i = 0; i < MOST_ATTEMPTS && result == -EAGAIN && step->number == SYS_openat2; i++)
        result = make(plan, step);
    }
    if (plan->timings) {
      plan->timings[index].made = 1;
      plan->timings[index].result = result;
      plan->timings[index].nanoseconds = now() - begun;
    }
    if (result < 0 && result >= -4095) {
      if (!tolerates(step, -result)) return fail(state, index, (int32_t)-result);
      if (step->kind == CL_EXEC && result == -EACCES && is_out_of_sight(state, step)) result = -ENOENT;
      // "Not found here" says less than any other refusal of the search along PATH.
      if (step->kind == CL_EXEC &&
          (state->exec_error == 0 || state->exec_error == ENOENT || state->exec_error == ENOTDIR)) {
        state->exec_step = (int32_t)index;
        state->exec_error = (int32_t)-result;
      }
    } else if (step->checks && step->checked && *step->checked != step->expected) {
      return fail(state, index, step->mismatch);
    }
    // What is tolerated leaves a cell as it was.
    if (step->result >= 0 && result >= 0) plan->cells[step->result] = result;
    if (step->number == SYS_seccomp) state->filtered = 1;
    if (step->kind == CL_SPAWN) {
      state->next = plan->init_first;
      make_steps(state, plan->count);
      // The last of them was an execve.
      return fail(state, plan->count - 1, ENOEXEC);
    }
  }
  if (state->exec_error != 0) fail(state, (uint32_t)state->exec_step, state->exec_error);
}

static void run(void *argument) {
  run_state *state = argument;
  if (state->has_handlers) clear_handlers();
  make_steps(state, state->plan->init_first);
  RAW1(SYS_exit_group, FIRST_STATUS);
}

// Two, one above the other: that of the child, and that of the program which it makes.
static uint8_t *_Nullable stacks;

static void make_stacks(void) {
  uint8_t *memory = mmap(NULL, 2 * CL_STACK_SIZE, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (memory == MAP_FAILED) return;
  if (mprotect(memory, 4096, PROT_NONE) == 0 &&
      mprotect(memory + CL_STACK_SIZE, 4096, PROT_NONE) == 0)
    stacks = memory;
}

void *_Nullable cl_child_stack(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make_stacks);
  return stacks;
}

void *_Nullable cl_program_stack(void) {
  return cl_child_stack() ? stacks + CL_STACK_SIZE : NULL;
}

// Held in the parent only, whose other threads would have their children on the same stack.
static pthread_mutex_t stack_in_use = PTHREAD_MUTEX_INITIALIZER;

// Not zero as long as a child shares this memory that runs beside its parent. The kernel clears it.
static int32_t child_beside;

pid_t cl_launch(const cl_plan *plan, int32_t *pidfd) {
  void *_Nullable stack = cl_child_stack();
  if (!stack) return -ENOMEM;
  struct clone_args arguments;
  clear(&arguments, sizeof arguments);
  arguments.flags = plan->flags | CLONE_PIDFD | CLONE_CLEAR_SIGHAND;
  arguments.pidfd = (uint64_t)(uintptr_t)pidfd;
  arguments.exit_signal = SIGCHLD;
  arguments.cgroup = (uint64_t)plan->cgroup;
  run_state state = {.plan = plan};
  // Of a child that runs beside this: what is on this stack may be gone when the child looks.
  static run_state state_beside;
  int is_beside = (plan->flags & CLONE_CHILD_CLEARTID) != 0;
  if (plan->flags & CLONE_VM) {
    arguments.stack = (uint64_t)(uintptr_t)stack;
    arguments.stack_size = CL_STACK_SIZE;
    pthread_mutex_lock(&stack_in_use);
  }
  if (is_beside) {
    static cl_plan plan_beside;
    plan_beside = *plan;
    state_beside = (run_state){.plan = &plan_beside};
    child_beside = 1;
    arguments.child_tid = (uint64_t)(uintptr_t)&child_beside;
  }
  // Not the pthread call: it keeps the libc's internal signals deliverable, and in a child that
  // shares our memory no handler may run.
  uint64_t all = ~UINT64_C(0);
  uint64_t before = 0;
  RAW4(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before, KERNEL_SIGSET);
  long pid = make_process(&arguments, sizeof arguments, is_beside ? &state_beside : &state);
  RAW4(SYS_rt_sigprocmask, SIG_SETMASK, &before, 0, KERNEL_SIGSET);
  if (plan->flags & CLONE_VM && (!is_beside || pid < 0)) pthread_mutex_unlock(&stack_in_use);
  return (pid_t)pid;
}

void cl_wait_beside(void) {
  while (__atomic_load_n(&child_beside, __ATOMIC_ACQUIRE))
    raw_call(SYS_futex, (long)&child_beside, FUTEX_WAIT, 1, 0, 0, 0);
  pthread_mutex_unlock(&stack_in_use);
}

void cl_replace(const cl_plan *plan, cl_message *message) {
  run_state state = {.plan = plan, .own_message = message};
  make_steps(&state, plan->init_first);
}

long cl_call(long number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f) {
  return raw_call(number, (long)a, (long)b, (long)c, (long)d, (long)e, (long)f);
}

#pragma clang assume_nonnull end
