// Raw system calls. A libc wrapper may lock, set errno in memory shared with the parent, or deadlock
// in the child of a threaded process; these touch registers only.

#ifndef CLAUNCH_SYSCALL_H
#define CLAUNCH_SYSCALL_H

#include <stdint.h>

static inline __attribute__((always_inline)) long raw_call(long n, long a, long b, long c, long d, long e, long f) {
#if defined(__x86_64__)
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 __asm__("x8") = n;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc #0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory");
  return x0;
#else
#error "cloche knows the system call conventions of x86_64 and aarch64"
#endif
}

#define RAW0(n) raw_call(n, 0, 0, 0, 0, 0, 0)
#define RAW1(n, a) raw_call(n, (long)(a), 0, 0, 0, 0, 0)
#define RAW2(n, a, b) raw_call(n, (long)(a), (long)(b), 0, 0, 0, 0)
#define RAW3(n, a, b, c) raw_call(n, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define RAW4(n, a, b, c, d) raw_call(n, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)

// clone3 whose child calls `body(argument)` and never returns. The child runs on the stack that the
// arguments name; without one, on its copy of this one. See clone(2).
static inline __attribute__((always_inline)) long raw_clone3(void *arguments, long size, void (*body)(void *), void *argument) {
#if defined(__x86_64__)
  register void (*function)(void *) __asm__("r12") = body;
  register void *parameter __asm__("r13") = argument;
  long result;
  __asm__ volatile("syscall\n\t"
                   "test %%rax, %%rax\n\t"
                   "jnz 1f\n\t"
                   "xor %%ebp, %%ebp\n\t"
                   "and $-16, %%rsp\n\t"
                   "mov %%r13, %%rdi\n\t"
                   "call *%%r12\n\t"
                   "ud2\n"
                   "1:"
                   : "=a"(result)
                   : "a"(435L), "D"(arguments), "S"(size), "r"(function), "r"(parameter)
                   : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 __asm__("x8") = 435;
  register long x0 __asm__("x0") = (long)arguments;
  register long x1 __asm__("x1") = size;
  register void (*function)(void *) __asm__("x19") = body;
  register void *parameter __asm__("x20") = argument;
  __asm__ volatile("svc #0\n\t"
                   "cbnz x0, 1f\n\t"
                   "mov x29, xzr\n\t"
                   "mov x0, x20\n\t"
                   "blr x19\n\t"
                   "brk #1\n"
                   "1:"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(function), "r"(parameter)
                   : "x30", "memory");
  return x0;
#endif
}

// The same by clone(2), where clone3 is kept from us: `stack` is its upper end, or 0, and the pidfd comes
// where the parent's thread id would. See CLONE_PIDFD in clone(2).
static inline __attribute__((always_inline)) long raw_clone(long flags, long stack, void *pidfd, long child_tid,
                                                            void (*body)(void *), void *argument) {
#if defined(__x86_64__)
  register void (*function)(void *) __asm__("r12") = body;
  register void *parameter __asm__("r13") = argument;
  register long r10 __asm__("r10") = child_tid;
  register long r8 __asm__("r8") = 0;
  long result;
  __asm__ volatile("syscall\n\t"
                   "test %%rax, %%rax\n\t"
                   "jnz 1f\n\t"
                   "xor %%ebp, %%ebp\n\t"
                   "and $-16, %%rsp\n\t"
                   "mov %%r13, %%rdi\n\t"
                   "call *%%r12\n\t"
                   "ud2\n"
                   "1:"
                   : "=a"(result)
                   : "a"(56L), "D"(flags), "S"(stack), "d"(pidfd), "r"(r10), "r"(r8), "r"(function),
                     "r"(parameter)
                   : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 __asm__("x8") = 220;
  register long x0 __asm__("x0") = flags;
  register long x1 __asm__("x1") = stack;
  register long x2 __asm__("x2") = (long)pidfd;
  register long x3 __asm__("x3") = 0;
  register long x4 __asm__("x4") = child_tid;
  register void (*function)(void *) __asm__("x19") = body;
  register void *parameter __asm__("x20") = argument;
  __asm__ volatile("svc #0\n\t"
                   "cbnz x0, 1f\n\t"
                   "mov x29, xzr\n\t"
                   "mov x0, x20\n\t"
                   "blr x19\n\t"
                   "brk #1\n"
                   "1:"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(function), "r"(parameter)
                   : "x30", "memory");
  return x0;
#endif
}

#endif
