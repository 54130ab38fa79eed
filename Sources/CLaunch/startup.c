#include "CStartup.h"

#include <sys/auxv.h>

int cl_is_secure(void) { return getauxval(AT_SECURE) != 0; }
