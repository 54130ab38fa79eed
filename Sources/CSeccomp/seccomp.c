#define _GNU_SOURCE
#include "CSeccomp.h"

#include <errno.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#pragma clang assume_nonnull begin

int csc_number(const char *name) { return seccomp_syscall_resolve_name(name); }

int csc_name(int number, char *name, size_t capacity) {
  char *found = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number);
  if (!found) return 0;
  size_t length = strlen(found);
  int fits = length < capacity;
  if (fits) memcpy(name, found, length + 1);
  free(found);
  return fits;
}

// The library writes to descriptors only; later versions have a function for memory.
static long export(scmp_filter_ctx filter, void *buffer, size_t capacity) {
  int file = memfd_create("filter", MFD_CLOEXEC);
  if (file < 0) return -errno;
  long result = seccomp_export_bpf(filter, file);
  if (result == 0) {
    off_t size = lseek(file, 0, SEEK_END);
    if (size < 0) {
      result = -errno;
    } else if ((size_t)size > capacity) {
      result = -ENOSPC;
    } else {
      result = pread(file, buffer, (size_t)size, 0) == size ? (long)size : -EIO;
    }
  }
  close(file);
  return result;
}

long csc_compile(uint32_t otherwise, uint32_t foreign, const csc_rule *_Nullable rules, size_t count,
                 void *buffer, size_t capacity) {
  // What cloche's own floor of kernels has: LOG and KILL_PROCESS. Said here, as the library would
  // else make calls to find out.
  seccomp_api_set(3);
  scmp_filter_ctx filter = seccomp_init(otherwise);
  if (!filter) return -ENOMEM;
  long result = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, foreign);
  // What a system call said, and not that one failed.
  if (result == 0) result = seccomp_attr_set(filter, SCMP_FLTATR_API_SYSRAWRC, 1);
  for (size_t i = 0; i < count && result == 0 && rules; i++) {
    const csc_rule *rule = &rules[i];
    struct scmp_arg_cmp condition = {
        .arg = rule->argument < 0 ? 0 : (unsigned)rule->argument,
        .op = SCMP_CMP_MASKED_EQ,
        .datum_a = rule->mask,
        .datum_b = rule->value,
    };
    result = seccomp_rule_add_array(filter, rule->action, rule->number, rule->argument < 0 ? 0 : 1,
                                    &condition);
  }
  if (result == 0) result = export(filter, buffer, capacity);
  seccomp_release(filter);
  return result;
}

#pragma clang assume_nonnull end
