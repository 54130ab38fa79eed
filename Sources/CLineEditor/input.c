#define _GNU_SOURCE
#include "input.h"

#include "CLineEditor.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <readline/readline.h>

// Input that was read and not acted on.
static unsigned char *unread;
static size_t unread_count;
// There will be no more.
static int is_over;

void cle_unread(const unsigned char *bytes, size_t count) {
  if (count == 0) return;
  unsigned char *grown = realloc(unread, unread_count + count);
  if (!grown) return;
  unread = grown;
  memcpy(unread + unread_count, bytes, count);
  unread_count += count;
}

// What the first unread byte is to readline, which swallows the next key behind what only begins
// a character.
typedef enum { HEAD_NONE, HEAD_KEY, HEAD_BEGUN, HEAD_BROKEN } head;

// Bytes of a whole character that readline has still to take.
static int rest_of_character;

static head unread_head(void) {
  if (unread_count == 0) return HEAD_NONE;
  unsigned char first = *unread;
  if (first < 0x80 || rest_of_character > 0 || !cle_is_utf8()) return HEAD_KEY;
  if (first < 0xc2 || first > 0xf4) return HEAD_BROKEN;
  size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (size_t i = 1; i < length; i++) {
    if (i == unread_count) return HEAD_BEGUN;
    unsigned char low = 0x80, high = 0xbf;
    if (i == 1 && first == 0xe0) low = 0xa0;
    if (i == 1 && first == 0xed) high = 0x9f;
    if (i == 1 && first == 0xf0) low = 0x90;
    if (i == 1 && first == 0xf4) high = 0x8f;
    if (unread[i] < low || unread[i] > high) return HEAD_BROKEN;
  }
  return HEAD_KEY;
}

size_t cle_unread_count(void) { return unread_head() == HEAD_BEGUN ? 0 : unread_count; }

void cle_forget_begun(void) {
  if (unread_head() == HEAD_BEGUN) unread_count = 0;
  rest_of_character = 0;
}

// True when there is something to read within a time in milliseconds, or never will be.
static int is_ready(int milliseconds) {
  struct pollfd entry = {.fd = STDIN_FILENO, .events = POLLIN};
  return poll(&entry, 1, milliseconds) == 1;
}

static size_t read_input(unsigned char *bytes, size_t room) {
  if (!is_ready(0)) return 0;
  ssize_t count = read(STDIN_FILENO, bytes, room);
  if (count > 0) return (size_t)count;
  // Nothing, with the terminal still there, is what a signal has left.
  struct pollfd entry = {.fd = STDIN_FILENO, .events = POLLIN};
  if (poll(&entry, 1, 0) == 1 && entry.revents & (POLLHUP | POLLERR | POLLNVAL)) is_over = 1;
  return 0;
}

static size_t take_unread(unsigned char *bytes, size_t room) {
  size_t count = room < unread_count ? room : unread_count;
  memcpy(bytes, unread, count);
  unread_count -= count;
  memmove(unread, unread + count, unread_count);
  return count;
}

size_t cle_take(unsigned char *bytes, size_t room) {
  return unread_count > 0 ? take_unread(bytes, room) : read_input(bytes, room);
}

// A report of the cursor's place, ESC [ row ; column R, byte by byte.
typedef struct {
  int length;
  int numbers[2];
  int index;
} report;

typedef enum { REPORT_NONE, REPORT_BEGUN, REPORT_WHOLE } report_state;

static report_state follow(report *report, unsigned char byte) {
  int length = report->length++;
  if (length == 1 && byte == '[') return REPORT_BEGUN;
  if (length > 1 && byte >= '0' && byte <= '9') {
    int *number = &report->numbers[report->index];
    *number = *number * 10 + byte - '0';
    if (*number <= 0xffff) return REPORT_BEGUN;
  }
  if (length > 2 && byte == ';' && report->index == 0) {
    report->index = 1;
    return REPORT_BEGUN;
  }
  if (length > 4 && byte == 'R' && report->index == 1) return REPORT_WHOLE;
  memset(report, 0, sizeof *report);
  if (byte != 0x1b) return REPORT_NONE;
  report->length = 1;
  return REPORT_BEGUN;
}

// How many reports the terminal still owes.
static int owed;
// It does not report.
static int is_mute;

static void take_report(const report *report) {
  unread_count -= (size_t)report->length;
  owed--;
  is_mute = 0;
}

// A report that comes late is no key.
static void skip_late_report(void) {
  report report = {.length = 1};
  report_state state = REPORT_BEGUN;
  unsigned char byte;
  while (state == REPORT_BEGUN && read_input(&byte, 1) == 1) {
    cle_unread(&byte, 1);
    state = follow(&report, byte);
  }
  if (state == REPORT_WHOLE) take_report(&report);
}

// Reads a run of letters up to a key that acts, so that they go into the line at once. Never more:
// what is typed behind Enter may be for a program.
static void read_keys(void) {
  unsigned char byte;
  while (unread_count < 4096 && read_input(&byte, 1) == 1) {
    cle_unread(&byte, 1);
    if (byte == 0x1b && owed > 0) skip_late_report();
    if (byte < ' ' || byte == 0x7f) break;
  }
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

int cle_ask_column(void) {
  if (is_mute || is_over) return -1;
  fputs("\033[6n", rl_outstream);
  fflush(rl_outstream);
  owed++;
  report report = {0};
  long long end = now() + 1000;
  for (long long rest = 1000; rest > 0 && !is_over; rest = end - now()) {
    unsigned char byte;
    if (!is_ready((int)rest) || read_input(&byte, 1) != 1) continue;
    cle_unread(&byte, 1);
    if (follow(&report, byte) != REPORT_WHOLE) continue;
    take_report(&report);
    // An older question's answer tells of an older screen.
    if (owed == 0) return report.numbers[1] - 1;
    memset(&report, 0, sizeof report);
  }
  is_mute = 1;
  return -1;
}

// A byte that belongs to no character goes into the line as it is, where letters do.
static void insert_broken(void) {
  unsigned char byte;
  take_unread(&byte, 1);
  const unsigned long others = RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_METANEXT
    | RL_STATE_MULTIKEY | RL_STATE_NUMERICARG | RL_STATE_VIMOTION | RL_STATE_CHARSEARCH;
  if (RL_ISSTATE(others) || rl_get_keymap() == vi_movement_keymap) {
    rl_ding();
    return;
  }
  rl_insert_text((const char[]){(char)byte, 0});
  rl_redisplay();
}

int cle_fill(void) {
  if (unread_count == 0 || unread_head() == HEAD_BEGUN) read_keys();
  while (unread_head() == HEAD_BROKEN) insert_broken();
  return is_over || unread_head() == HEAD_KEY;
}

int cle_next_byte(FILE *stream) {
  (void)stream;
  // Only a key within a key gets here with nothing read: it has to wait.
  while (unread_count == 0 && !is_over) {
    if (is_ready(-1)) read_keys();
  }
  if (unread_count == 0) return EOF;
  if (rest_of_character > 0) {
    rest_of_character--;
  } else if (unread_head() == HEAD_KEY && *unread >= 0xc2 && cle_is_utf8()) {
    rest_of_character = *unread < 0xe0 ? 1 : *unread < 0xf0 ? 2 : 3;
  }
  unsigned char byte;
  take_unread(&byte, 1);
  return byte;
}

int cle_has_more(void) {
  switch (unread_head()) {
  case HEAD_KEY: return 1;
  case HEAD_NONE: return is_ready(rl_set_keyboard_input_timeout(-1) / 1000);
  default: return 0;
  }
}
