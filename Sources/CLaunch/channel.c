#define _GNU_SOURCE
#include "CChannel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

int cl_channel_open(int32_t *ends) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return -errno;
  int on = 1;
  if (setsockopt(pair[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof on) != 0) {
    int error = errno;
    close(pair[0]);
    close(pair[1]);
    return -error;
  }
  ends[0] = pair[0];
  ends[1] = pair[1];
  return 0;
}

long cl_channel_receive(int channel, cl_message *message, pid_t *sender, int32_t *descriptor) {
  struct iovec part = {.iov_base = message, .iov_len = sizeof *message};
  union {
    char bytes[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(sizeof(int))];
    struct cmsghdr aligned;
  } control;
  struct msghdr header = {
      .msg_iov = &part,
      .msg_iovlen = 1,
      .msg_control = control.bytes,
      .msg_controllen = sizeof control.bytes,
  };
  memset(message, 0, sizeof *message);
  *sender = 0;
  *descriptor = -1;
  long length = recvmsg(channel, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  // Both ways to say that nobody is left: closed in order, and with our packets unread.
  if (length < 0) return errno == ECONNRESET ? 0 : -errno;
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&header); c; c = CMSG_NXTHDR(&header, c)) {
    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_CREDENTIALS) {
      struct ucred credentials;
      memcpy(&credentials, CMSG_DATA(c), sizeof credentials);
      *sender = credentials.pid;
    } else if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS && *descriptor < 0) {
      // There is room for one: the kernel keeps any more to itself.
      memcpy(descriptor, CMSG_DATA(c), sizeof(int));
    }
  }
  return length;
}
