// The init: the small process between cloche and a program, as a program of its own. It is made of the
// section `cl_init` of this file alone, behind a head of the ELF format, in sealed memory: what stands
// between cloche and a hostile program carries nothing of cloche's memory, arguments or environment.
//
// The rules of this section: raw system calls only, no data outside of the functions (a string, a table
// of a switch or a call of memset would lie elsewhere, and not be copied), no reference to anything that
// is not in the section. So it is compiled as it stands: an optimizer makes such tables of comparisons.

#define _GNU_SOURCE
#include "CInit.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/magic.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "CLaunch.h"
#include "syscall.h"

#pragma clang assume_nonnull begin

#define IN_IMAGE \
  __attribute__((section("cl_init"), used, optnone, noinline, no_stack_protector, \
                 no_sanitize("all"))) static

// The descriptors that it begins with.
enum { CHANNEL = 0, LINK = 1, CHILDREN = 2, TERMINAL = 3 };

// What its arguments say, by their first letters.
enum {
  TO_GROUP = 1,  // "group": signals are for the program's process group
  LINGERS = 2,   // "linger": ends only when cloche lets it
  TELLS = 4,     // "tell": says when the program has been executed
  HOLDS = 8,     // "hold": there is no program, a box is kept up
  ALONE = 32,    // "alone": there is no cloche any more, whose place it has taken
  FIRST = 16,    // "first": the first process of a pid namespace, with which the kernel ends the rest
  DEFERS = 64,   // "defer": the program comes into the foreground of its terminal when it asks for it
};

enum { KERNEL_SIGSET = 8, PATIENCE = 2000000000, BUFFER = 1024 };

typedef struct {
  int flags;
  int program;
  int signals;        // a signalfd
  int link_is_open;   // the program has not been executed yet
  int news;           // what has to be told of the program: CL_STOPPED, CL_CONTINUED, CL_EXITED, or 0
  int news_status;
  int executed;       // that it has been executed has to be told
  int has_ended;      // and how has been told
  int code;           // of its own end
} init_state;

IN_IMAGE void cl_init_main(long *stack);

#if defined(__x86_64__)
__asm__(
    ".pushsection cl_init,\"ax\",@progbits\n"
    ".balign 16\n"
    "cl_init_entry:\n\t"
    "xor %ebp, %ebp\n\t"
    "mov %rsp, %rdi\n\t"
    "and $-16, %rsp\n\t"
    "call cl_init_main\n\t"
    "ud2\n"
    ".popsection");
#elif defined(__aarch64__)
__asm__(
    ".pushsection cl_init,\"ax\",@progbits\n"
    ".balign 16\n"
    "cl_init_entry:\n\t"
    "mov x29, xzr\n\t"
    "mov x0, sp\n\t"
    "bl cl_init_main\n\t"
    "brk #1\n"
    ".popsection");
#endif

extern const uint8_t cl_init_entry[] __attribute__((visibility("hidden")));
extern const uint8_t section_begin[] __asm__("__start_cl_init") __attribute__((visibility("hidden")));
extern const uint8_t section_end[] __asm__("__stop_cl_init") __attribute__((visibility("hidden")));

// Sends a word to cloche, see CLaunch.h. Never waits: who is stopped by a full channel could be kept
// from everything by a program that stops and goes on.
IN_IMAGE int tell(int kind, int status) {
  volatile uint32_t message[CL_MESSAGE_HEAD / 4];
  message[0] = (uint32_t)kind;
  message[1] = message[2] = message[4] = 0;
  message[3] = (uint32_t)status;
  long result = raw_call(SYS_sendto, CHANNEL, (long)message, CL_MESSAGE_HEAD,
                         MSG_DONTWAIT | MSG_NOSIGNAL, 0, 0);
  return result != -EAGAIN && result != -EINTR && result != -ENOBUFS;
}

IN_IMAGE void forward(const init_state *state, int signal) {
  if (state->program <= 0) return;
  // At its very beginning the program has not made its group yet.
  if (!(state->flags & TO_GROUP) || RAW2(SYS_kill, -state->program, signal) < 0)
    RAW2(SYS_kill, state->program, signal);
}

// Takes note of all that has ended, stopped or gone on. Returns 0 when there is no child any more.
IN_IMAGE int reap(init_state *state) {
  for (;;) {
    int status = 0;
    long pid = RAW4(SYS_wait4, -1, &status, WNOHANG | WUNTRACED | WCONTINUED | __WALL, 0);
    if (pid == -ECHILD) return 0;
    if (pid <= 0) return 1;
    if (pid != state->program) continue;
    // Only the last is told: of many stops nobody can act on any but this one.
    state->news_status = status;
    if (WIFSTOPPED(status)) {
      state->news = CL_STOPPED;
      state->news_status = WSTOPSIG(status);
      // It wants to read its terminal, or to change it. Cloche makes it go on, once it listens to the keys.
      if (state->flags & DEFERS &&
          (state->news_status == SIGTTIN || state->news_status == SIGTTOU)) {
        int group = state->program;
        RAW3(SYS_ioctl, TERMINAL, TIOCSPGRP, &group);
        state->flags &= ~DEFERS;
      }
    } else if (WIFCONTINUED(status)) {
      state->news = CL_CONTINUED;
    } else {
      state->news = CL_EXITED;
      state->code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      state->program = 0;
    }
  }
}

// Kills each child of this process. Which they are, a descriptor of proc_pid_task(5) tells; without it
// only the program and its group can be reached.
IN_IMAGE void kill_children(const init_state *state) {
  uint8_t list[BUFFER];
  long length = raw_call(SYS_pread64, CHILDREN, (long)list, BUFFER, 0, 0, 0);
  if (length < 0) forward(state, SIGKILL);
  int number = 0;
  for (long i = 0; i < length; i++) {
    // A number that is cut off at the end is read the next time.
    if (list[i] >= '0' && list[i] <= '9') {
      number = number * 10 + (list[i] - '0');
    } else {
      if (number > 0) RAW2(SYS_kill, number, SIGKILL);
      number = 0;
    }
  }
}

// Ends all that is below this process, which is their subreaper: with each that ends, its children come
// here. What cannot end, in the middle of a disk's answer or held by a debugger, is left behind killed.
IN_IMAGE void end_descendants(init_state *state) {
  uint8_t news[sizeof(struct signalfd_siginfo)];
  while (reap(state)) {
    kill_children(state);
    struct timespec patience;
    patience.tv_sec = PATIENCE / 1000000000;
    patience.tv_nsec = PATIENCE % 1000000000;
    struct pollfd signals;
    signals.fd = state->signals;
    signals.events = POLLIN;
    if (raw_call(SYS_ppoll, (long)&signals, 1, (long)&patience, 0, 0, 0) == 0) return;
    RAW3(SYS_read, state->signals, news, sizeof news);
  }
}

IN_IMAGE void end(init_state *state) {
  // With the first process of a pid namespace the kernel ends all others, see pid_namespaces(7).
  if (!(state->flags & (FIRST | HOLDS))) end_descendants(state);
  RAW1(SYS_exit_group, state->code);
}

IN_IMAGE void take_signal(init_state *state) {
  struct signalfd_siginfo taken;
  taken.ssi_signo = 0;
  if (RAW3(SYS_read, state->signals, &taken, sizeof taken) < 0) return;
  if (taken.ssi_signo == SIGCHLD) {
    reap(state);
  } else {
    forward(state, (int)taken.ssi_signo);
  }
}

// Tells what is to be told, as far as there is room for it.
IN_IMAGE void tell_news(init_state *state) {
  if (state->flags & ALONE) state->executed = 0;
  if (state->executed && tell(CL_EXECUTED, 0)) state->executed = 0;
  if (state->executed || !state->news || 
      !((state->flags & ALONE) || tell(state->news, state->news_status)))
    return;
  if (state->news == CL_EXITED) state->has_ended = 1;
  state->news = 0;
}

IN_IMAGE void serve(init_state *state) {
  for (;;) {
    tell_news(state);
    // The end of who leads a session empties its terminal: cloche takes what is in there first.
    if (state->has_ended && !(state->flags & LINGERS)) end(state);
    struct pollfd watched[3];
    watched[0].fd = state->signals;
    watched[0].events = POLLIN;
    watched[1].fd = state->flags & ALONE ? -1 : CHANNEL;
    watched[1].events =
        (state->executed || state->news ? POLLOUT : 0) | (state->has_ended ? POLLIN : 0);
    watched[2].fd = state->link_is_open ? LINK : -1;
    watched[2].events = 0;
    watched[0].revents = watched[1].revents = watched[2].revents = 0;
    if (raw_call(SYS_ppoll, (long)watched, 3, 0, 0, 0, 0) < 0) continue;
    if (watched[0].revents) take_signal(state);
    if (watched[2].revents & (POLLHUP | POLLERR)) {
      state->link_is_open = 0;
      state->executed = state->flags & TELLS;
    }
    // Cloche is gone, or lets a program's init go.
    if (watched[1].revents & (POLLHUP | POLLERR | POLLIN)) end(state);
  }
}

#define ALLOW(call)                                                             \
  at->code = BPF_JMP | BPF_JEQ | BPF_K, at->jt = 0, at->jf = 1, at->k = (call), \
  at++, at->code = BPF_RET | BPF_K, at->jt = at->jf = 0, at->k = SECCOMP_RET_ALLOW, at++

// From here on it can make the calls above and no other. See seccomp(2).
IN_IMAGE void filter_itself(void) {
  struct sock_filter program[32];
  volatile struct sock_filter *at = program;
  at->code = BPF_LD | BPF_W | BPF_ABS, at->jt = at->jf = 0;
  at->k = offsetof(struct seccomp_data, arch), at++;
  at->code = BPF_JMP | BPF_JEQ | BPF_K, at->jt = 1, at->jf = 0;
#if defined(__x86_64__)
  at->k = AUDIT_ARCH_X86_64, at++;
#else
  at->k = AUDIT_ARCH_AARCH64, at++;
#endif
  at->code = BPF_RET | BPF_K, at->jt = at->jf = 0, at->k = SECCOMP_RET_KILL_PROCESS, at++;
  at->code = BPF_LD | BPF_W | BPF_ABS, at->jt = at->jf = 0;
  at->k = offsetof(struct seccomp_data, nr), at++;
  ALLOW(SYS_read);
  ALLOW(SYS_pread64);
  ALLOW(SYS_sendto);
  ALLOW(SYS_ppoll);
  ALLOW(SYS_restart_syscall);
  ALLOW(SYS_wait4);
  ALLOW(SYS_kill);
  ALLOW(SYS_close);
  ALLOW(SYS_exit_group);
  at->code = BPF_JMP | BPF_JEQ | BPF_K, at->jt = 0, at->jf = 3, at->k = SYS_ioctl, at++;
  at->code = BPF_LD | BPF_W | BPF_ABS, at->jt = at->jf = 0;
  at->k = offsetof(struct seccomp_data, args[1]), at++;
  at->code = BPF_JMP | BPF_JEQ | BPF_K, at->jt = 0, at->jf = 1, at->k = TIOCSPGRP, at++;
  at->code = BPF_RET | BPF_K, at->jt = at->jf = 0, at->k = SECCOMP_RET_ALLOW, at++;
  at->code = BPF_RET | BPF_K, at->jt = at->jf = 0, at->k = SECCOMP_RET_KILL_PROCESS, at++;
  struct sock_fprog description;
  description.len = (unsigned short)(at - program);
  description.filter = program;
  // Without no_new_privs, or in a kernel without filters, it does without.
  RAW3(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &description);
}

IN_IMAGE void cl_init_main(long *stack) {
  char **words = (char **)(stack + 1);
  init_state state;
  state.flags = 0;
  for (long i = 1; i < stack[0]; i++) {
    char first = words[i][0];
    if (first == 'g') state.flags |= TO_GROUP;
    if (first == 'l') state.flags |= LINGERS;
    if (first == 't') state.flags |= TELLS;
    if (first == 'h') state.flags |= HOLDS;
    if (first == 'a') state.flags |= ALONE;
    if (first == 'f') state.flags |= FIRST;
    if (first == 'd') state.flags |= DEFERS;
  }
  // Run from memory it would be named after a descriptor.
  RAW2(SYS_prctl, PR_SET_NAME, words[0]);
  RAW2(SYS_prctl, PR_SET_DUMPABLE, 0);
  state.program = 0;
  state.link_is_open = 0;
  state.news = state.news_status = state.executed = state.has_ended = 0;
  state.code = 0;
  // Without the list something else of the program's may be in its place.
  struct statfs list;
  if (RAW2(SYS_fstatfs, CHILDREN, &list) < 0 || list.f_type != PROC_SUPER_MAGIC)
    RAW1(SYS_close, CHILDREN);
  uint64_t all = ~UINT64_C(0);
  state.signals = (int)raw_call(SYS_signalfd4, -1, (long)&all, KERNEL_SIGSET,
                                SFD_CLOEXEC | SFD_NONBLOCK, 0, 0);
  if (state.signals < 0) RAW1(SYS_exit_group, 125);
  if (!(state.flags & HOLDS)) {
    state.link_is_open = 1;
    // The end of cloche is told by the channel, and means all that is below this process: it has to
    // live on for that. In a pid namespace its own end does that, whatever happens.
    if (!(state.flags & FIRST)) RAW2(SYS_prctl, PR_SET_PDEATHSIG, 0);
    state.program = (int)RAW2(SYS_fcntl, LINK, F_GETOWN);
  }
  filter_itself();
  if (!(state.flags & HOLDS)) {
    uint8_t go = 1;
    raw_call(SYS_sendto, LINK, (long)&go, 1, MSG_NOSIGNAL, 0, 0);
  }
  serve(&state);
}

enum { HEAD = sizeof(Elf64_Ehdr) + 2 * sizeof(Elf64_Phdr) };

static int write_image(int file) {
  size_t length = (size_t)(section_end - section_begin);
  struct {
    Elf64_Ehdr file;
    Elf64_Phdr code;
    Elf64_Phdr stack;
  } head = {
      .file =
          {
              .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
              .e_type = ET_DYN,
#if defined(__x86_64__)
              .e_machine = EM_X86_64,
#else
              .e_machine = EM_AARCH64,
#endif
              .e_version = EV_CURRENT,
              .e_entry = HEAD + (Elf64_Addr)(cl_init_entry - section_begin),
              .e_phoff = sizeof(Elf64_Ehdr),
              .e_ehsize = sizeof(Elf64_Ehdr),
              .e_phentsize = sizeof(Elf64_Phdr),
              .e_phnum = 2,
          },
      .code = {.p_type = PT_LOAD,
               .p_flags = PF_R | PF_X,
               .p_filesz = HEAD + length,
               .p_memsz = HEAD + length,
               .p_align = 0x10000},
      .stack = {.p_type = PT_GNU_STACK, .p_flags = PF_R | PF_W, .p_align = 16},
  };
  if (write(file, &head, sizeof head) != (ssize_t)sizeof head) return -EIO;
  return write(file, section_begin, length) == (ssize_t)length ? 0 : -EIO;
}

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif

int cl_init_image(void) {
  // MFD_EXEC since 6.3: without it newer kernels may take the right to be executed away, older ones
  // do not know it. See memfd_create(2).
  unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
  int file = memfd_create("cloche-init", flags | MFD_EXEC);
  if (file < 0 && errno == EINVAL) file = memfd_create("cloche-init", flags);
  if (file < 0) return -errno;
  int result = write_image(file);
  // Nobody needs to read it: what cannot be read cannot be looked at while it runs either.
  if (result == 0 && fchmod(file, 0111) != 0) result = -errno;
  int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  if (result == 0 && fcntl(file, F_ADD_SEALS, seals) != 0) result = -errno;
  if (result == 0) return file;
  close(file);
  return result;
}

#pragma clang assume_nonnull end
