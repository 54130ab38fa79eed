// libseccomp behind functions that Swift can call: no macros that build constants, no opaque contexts.
// Nothing here touches this process: a filter is compiled, not installed.

#ifndef CSECCOMP_H
#define CSECCOMP_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// What happens to one system call, whatever its arguments, or where `(argument & mask) == value`.
typedef struct {
  int32_t number;
  uint32_t action;   // SECCOMP_RET_ with its data, see seccomp(2)
  int32_t argument;  // from 0, or -1 for none
  uint64_t mask;
  uint64_t value;
} csc_rule;

// The number of a system call on this machine; -1 for a name that libseccomp does not know, another
// number below zero for a call that other machines have.
int csc_number(const char *name);

// The name of a system call of this machine, at most `capacity` bytes with the NUL. Returns 0 where
// there is none of that number.
int csc_name(int number, char *name, size_t capacity);

// Compiles a filter for this machine's calls into struct sock_filter instructions; calls of other
// architectures get `foreign`. Returns the number of bytes, or an errno below zero; -ENOSPC where they
// are more than `capacity`.
long csc_compile(uint32_t otherwise, uint32_t foreign, const csc_rule *_Nullable rules, size_t count,
                 void *buffer, size_t capacity);

#pragma clang assume_nonnull end

#endif
