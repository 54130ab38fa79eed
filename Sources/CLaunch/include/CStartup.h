#ifndef CSTARTUP_H
#define CSTARTUP_H

// Whether the kernel started this process in secure-execution mode, see AT_SECURE in getauxval(3).
int cl_is_secure(void);

#endif
