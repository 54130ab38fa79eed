// The system call numbers of this architecture, for Swift: SYS_mount and the rest, up to the calls
// that a C library may be too old to know. The later ones have one number everywhere.

#ifndef CLAUNCH_NUMBERS_H
#define CLAUNCH_NUMBERS_H

#include <sys/syscall.h>

#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif

#endif
