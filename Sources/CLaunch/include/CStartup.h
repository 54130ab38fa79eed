#ifndef CSTARTUP_H
#define CSTARTUP_H

#include <termios.h>

#pragma clang assume_nonnull begin

// To be called first of all: takes back what the beginning of the Swift runtime needed.
void cl_begin(void);

// The words of the command line, as the kernel has laid them out.
int cl_argument_count(void);
char *_Nullable *_Nullable cl_arguments(void);

// Whether this process has had children before it began: those of a shell that has replaced itself.
int cl_had_children(void);

// How the terminal is to be left when cloche crashes.
void cl_remember_terminal(int descriptor, const struct termios *attributes);

// Whether the kernel started this process in secure-execution mode, see AT_SECURE in getauxval(3).
int cl_is_secure(void);

// The path by which this process was executed, see AT_EXECFN in getauxval(3); NULL without one.
const char *_Nullable cl_started_as(void);

// Names this process as ps(1) shows it.
void cl_take_name(const char *name);

// Whether nobody can write to an open file in memory any more, see F_GET_SEALS in fcntl(2).
int cl_is_sealed(int file);

// A sealed copy of an open file in memory, see memfd_create(2); -1 where there can be none.
int cl_sealed_copy(int file);

// An empty file in memory, close-on-exec, see memfd_create(2); -1 and errno where there can be none.
int cl_memory_file(void);

#pragma clang assume_nonnull end

#endif
