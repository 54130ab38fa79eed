#define _GNU_SOURCE
#include "CStartup.h"

#include <fcntl.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <unistd.h>

int cl_is_secure(void) { return getauxval(AT_SECURE) != 0; }

const char *_Nullable cl_started_as(void) { return (const char *)getauxval(AT_EXECFN); }

void cl_take_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

int cl_is_sealed(int file) {
  int seals = fcntl(file, F_GET_SEALS);
  return seals >= 0 && (seals & F_SEAL_WRITE) != 0;
}

int cl_sealed_copy(int file) {
  int copy = memfd_create("cloche", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (copy < 0) return -1;
  ssize_t count;
  do {
    count = sendfile(copy, file, NULL, 1 << 30);
  } while (count > 0);
  int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  if (count == 0 && fcntl(copy, F_ADD_SEALS, seals) == 0) return copy;
  close(copy);
  return -1;
}

int cl_memory_file(void) { return memfd_create("text", MFD_CLOEXEC); }
