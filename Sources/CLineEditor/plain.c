#define _GNU_SOURCE
#include "plain.h"

#include "CLineEditor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <readline/readline.h>

// The beginning of a line.
static char *begun;
static size_t begun_count;

int cle_columns(void) {
  struct winsize size;
  return ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void cle_plain_prompt(const char *prompt) {
  int is_visible = 1;
  for (; *prompt; prompt++) {
    if (*prompt == RL_PROMPT_START_IGNORE) is_visible = 0;
    else if (*prompt == RL_PROMPT_END_IGNORE) is_visible = 1;
    else if (is_visible) fputc(*prompt, rl_outstream);
  }
  fflush(rl_outstream);
}

void cle_plain_forget(void) { begun_count = 0; }

static char *take_line(size_t count) {
  char *line = strndup(begun ? begun : "", count);
  begun_count = 0;
  return line;
}

int cle_plain_read(char **line) {
  unsigned char bytes[4096];
  ssize_t count = cle_unread_count() > 0 ? (ssize_t)cle_take(bytes, sizeof bytes)
                                         : read(STDIN_FILENO, bytes, sizeof bytes);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return 0;
  if (count <= 0) {
    *line = begun_count > 0 ? take_line(begun_count) : NULL;
    return 1;
  }
  unsigned char *end = memchr(bytes, '\n', (size_t)count);
  if (!end) end = memchr(bytes, '\r', (size_t)count);
  size_t used = end ? (size_t)(end - bytes) : (size_t)count;
  char *grown = realloc(begun, begun_count + used + 1);
  if (!grown) return 0;
  begun = grown;
  memcpy(begun + begun_count, bytes, used);
  begun_count += used;
  if (!end) return 0;
  // What is behind it may be for a program.
  cle_unread(end + 1, (size_t)count - used - 1);
  *line = take_line(begun_count);
  return 1;
}
