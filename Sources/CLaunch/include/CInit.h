// The init as a program of its own, in sealed memory.

#ifndef CINIT_H
#define CINIT_H

#pragma clang assume_nonnull begin

// Makes the program and returns a descriptor of it, close-on-exec, which execveat(2) runs; or -errno.
//
// It begins with the channel to cloche as descriptor 0, its end of the link to the program as 1 (whose
// owner, F_SETOWN, is the program), its list of children, where there is one, as 2, and the program's
// terminal, where it is to bring the program into the foreground of that, as 3. It sends one byte over the
// link when it is ready. With all signals blocked it forwards each, reaps, tells of the program (see
// CLaunch.h), and ends with it, or when cloche is gone, with all that is below. Its arguments say the
// rest: "group", "linger", "tell", "hold", "first", "alone", "defer".
int cl_init_image(void);

#pragma clang assume_nonnull end

#endif
