// The numbers of system calls, SYS_umask and its like, for whoever declares a step.

#include <sys/syscall.h>
