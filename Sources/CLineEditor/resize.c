// The line after the terminal's size has changed.
//
// Some terminals wrap their lines anew for another width, some cut them off, and none says which:
// the row where the prompt begins may be one or another number of rows above the cursor. Where these
// numbers differ the column of the cursor tells, and the terminal is asked for that.

#define _GNU_SOURCE
#include "CLineEditor.h"
#include "input.h"
#include "layout.h"
#include "plain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <readline/readline.h>

// What has been seen of this terminal.
static enum { UNKNOWN, CUTS, WRAPS } habit;

static int is_on(const char *variable) {
  const char *value = rl_variable_value(variable);
  return value && strcmp(value, "on") == 0;
}

// Where not even the column tells: most terminals wrap.
static int is_known_to_cut(void) {
  // Programs in a multiplexer see the variables of the terminal around it.
  if (getenv("TMUX")) return 0;
  const char *terminal = getenv("TERM");
  return getenv("STY") || getenv("XTERM_VERSION")
    || (terminal && strncmp(terminal, "linux", 5) == 0);
}

// How many rows above the cursor the prompt begins now.
static int rows_above(int old_width, int width) {
  cle_places places = cle_locate(old_width, width);
  cle_place cut = places.drawn, wrapped = places.wrapped;
  if (cut.column >= width) cut.column = width - 1;
  // A row that is full: the cursor stands at its end, or on the next.
  cle_place full = wrapped;
  if (wrapped.column == 0 && wrapped.row > 0) {
    full.row--;
    full.column = width - 1;
  }
  if (habit == CUTS) return cut.row;
  if (habit == WRAPS && full.row == wrapped.row) return wrapped.row;
  if (cut.row == wrapped.row && full.row == wrapped.row) return cut.row;
  int column = cle_ask_column();
  int is_cut = habit != WRAPS && column == cut.column;
  int is_full = column == full.column;
  int is_wrapped = column == wrapped.column;
  if (is_cut && !is_full && !is_wrapped) habit = CUTS;
  if (!is_cut && (is_full || is_wrapped)) habit = WRAPS;
  if (is_cut && is_known_to_cut()) return cut.row;
  if (is_wrapped) return wrapped.row;
  if (is_full) return full.row;
  // One that does not answer is none of those that wrap.
  return cut.row;
}

void cle_resize(void) {
  int old_rows, old_width;
  rl_get_screen_size(&old_rows, &old_width);
  struct winsize size;
  if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) != 0) return;
  // The next line is read plainly; this one stays as wide as it was.
  if (size.ws_col < CLE_FEWEST_COLUMNS) return;
  if (size.ws_row == old_rows && size.ws_col == old_width) return;
  // Where the cursor cannot go up there is one row, which readline looks after.
  const char *up = rl_get_termcap("up");
  if (up && *up == '\033' && !is_on("horizontal-scroll-mode")) {
    int above = rows_above(old_width, size.ws_col);
    if (above > 0) fprintf(rl_outstream, "\033[%dA", above);
    // From the first corner of its screen, tmux would clear into its history.
    fputs("\r\033[K\033[C\033[J\r", rl_outstream);
    // Nothing of the line is left for readline to take away.
    rl_on_new_line();
  }
  rl_resize_terminal();
}
