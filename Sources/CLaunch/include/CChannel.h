// The channel between cloche and a child: packets, and who sent them.

#ifndef CCHANNEL_H
#define CCHANNEL_H

#include <stdint.h>
#include <sys/types.h>

#include "CLaunch.h"

#pragma clang assume_nonnull begin

// Makes the two ends, ours first, both close-on-exec. Returns 0 or -errno.
int cl_channel_open(int32_t *ends);

// Takes one packet without waiting. Returns its length, 0 when the other end is gone, or -errno
// (-EAGAIN when there is none yet). The kernel vouches for the sender's pid, given as seen from
// here whatever pid namespace it lives in; 0 when it did not say. A descriptor that came along is
// the caller's from then on, close-on-exec; -1 where none did.
long cl_channel_receive(int channel, cl_message *message, pid_t *sender, int32_t *descriptor);

#pragma clang assume_nonnull end

#endif
