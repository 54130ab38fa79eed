#define _GNU_SOURCE
#include "CLineEditor.h"
#include "input.h"
#include "plain.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

static cle_callbacks callbacks;

// The candidates of the completion that is being made.
static char **candidates;
static size_t candidate_count;
static size_t candidate_capacity;

static void clear_candidates(void) {
  for (size_t i = 0; i < candidate_count; i++) free(candidates[i]);
  candidate_count = 0;
}

void cle_candidate(const char *text) {
  if (candidate_count == candidate_capacity) {
    size_t capacity = candidate_capacity ? candidate_capacity * 2 : 64;
    char **grown = reallocarray(candidates, capacity, sizeof *grown);
    if (!grown) return;
    candidates = grown;
    candidate_capacity = capacity;
  }
  candidates[candidate_count++] = strdup(text);
}

void cle_append(int character) { rl_completion_append_character = character; }

static char *next_match(const char *text, int state) {
  (void)text;
  static size_t next;
  if (state == 0) next = 0;
  if (next >= candidate_count) return NULL;
  return candidates[next] ? strdup(candidates[next++]) : NULL;
}

static char **attempt(const char *text, int start, int end) {
  // Whatever comes of it, readline's own file names are not meant.
  rl_attempted_completion_over = 1;
  rl_completion_append_character = ' ';
  rl_completion_suppress_quote = 1;
  clear_candidates();
  callbacks.complete(callbacks.context, rl_line_buffer, start, end);
  return candidate_count ? rl_completion_matches(text, next_match) : NULL;
}

static void show_matches(char **matches, int count, int longest) {
  (void)matches;
  (void)count;
  (void)longest;
  rl_crlf();
  callbacks.list(callbacks.context);
  rl_forced_update_display();
}

void cle_print(const char *line) { fprintf(rl_outstream, "%s\n", line); }

static void entered(char *line) {
  callbacks.line(callbacks.context, line);
  free(line);
}

static int question(int count, int key) {
  if (callbacks.help(callbacks.context, rl_line_buffer, rl_point)) {
    rl_forced_update_display();
    return 0;
  }
  return rl_insert(count, key);
}

static int paste(int count, int key) {
  (void)count;
  (void)key;
  callbacks.paste(callbacks.context);
  return 0;
}

// Readline would end the line at an end of input on some terminals; we do on all.
static void give_back_terminal(void) {
  rl_eof_found = 0;
  rl_deprep_terminal();
}

// A read must never wait: ^C takes away what was there a moment before, and nobody would look at the
// signal then.
static void take_terminal(int meta) {
  rl_prep_terminal(meta);
  struct termios settings;
  if (tcgetattr(STDIN_FILENO, &settings) != 0) return;
  settings.c_cc[VMIN] = 0;
  settings.c_cc[VTIME] = 0;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &settings);
}

// Behind a search, readline leaves parts of its line where a painted prompt and an entry of several
// lines take its place.
static void redisplay_behind_search(void) {
  if (rl_display_prompt == rl_prompt) {
    rl_clear_visible_line();
    rl_on_new_line();
    rl_redisplay_function = rl_redisplay;
  }
  rl_redisplay();
}

// For the next key alone: readline itself does more than any other function for drawing.
static void watch_search(void) {
  if (RL_ISSTATE(RL_STATE_ISEARCH)) rl_redisplay_function = redisplay_behind_search;
}

int cle_is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

static int names_utf8(const char *variable) {
  const char *value = getenv(variable);
  return value && (strcasestr(value, "utf-8") || strcasestr(value, "utf8"));
}

// Before readline looks at the locale: without it, typed UTF-8 would be lost. A locale that is not
// installed has a code set all the same.
static void set_locale(void) {
  setlocale(LC_CTYPE, "");
  if (!cle_is_utf8() && (names_utf8("LC_ALL") || names_utf8("LC_CTYPE") || names_utf8("LANG"))) {
    setlocale(LC_CTYPE, "C.UTF-8");
  }
}

void cle_open(const cle_callbacks *given) {
  callbacks = *given;
  set_locale();
  rl_readline_name = "cloche";
  rl_outstream = stderr;
  rl_instream = stdin;
  rl_getc_function = cle_next_byte;
  rl_input_available_hook = cle_has_more;
  rl_prep_term_function = take_terminal;
  rl_deprep_term_function = give_back_terminal;
  // The event loop takes the signals and tells us.
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  rl_change_environment = 0;
  rl_attempted_completion_function = attempt;
  rl_completion_display_matches_hook = show_matches;
  // Candidates arrive sorted, and quoted as they must be.
  rl_sort_completion_matches = 0;
  rl_filename_quoting_desired = 0;
  rl_completer_word_break_characters = " \t\n;{}";
  rl_completer_quote_characters = NULL;
  rl_initialize();
  Keymap maps[] = {emacs_standard_keymap, vi_insertion_keymap, vi_movement_keymap};
  for (int i = 0; i < 3; i++) {
    // Readline's own would wait for the end of the paste, deaf to everything else.
    rl_bind_keyseq_in_map("\033[200~", paste, maps[i]);
    if (maps[i] != vi_movement_keymap) rl_bind_key_in_map('?', question, maps[i]);
  }
  using_history();
}

// The prompt of a line that the terminal edits itself, or NULL.
static char *plain_prompt;

// The size may have changed while a program had the terminal.
static void take_size(void) {
  int rows, columns;
  rl_reset_screen_size();
  rl_get_screen_size(&rows, &columns);
  if (columns < CLE_FEWEST_COLUMNS) rl_set_screen_size(rows, CLE_FEWEST_COLUMNS);
}

void cle_begin(const char *prompt) {
  int columns = cle_columns();
  if (columns > 0 && columns < CLE_FEWEST_COLUMNS) {
    plain_prompt = strdup(prompt);
    if (plain_prompt) return cle_plain_prompt(plain_prompt);
  }
  take_size();
  rl_callback_handler_install(prompt, entered);
}

void cle_end(void) {
  if (!plain_prompt) return rl_callback_handler_remove();
  free(plain_prompt);
  plain_prompt = NULL;
}

// Readline puts the line back when a search by a whole pattern is given up, but stays at the entry of
// the history where it began, takes the line's changes for the entry's, and frees them twice.
static void leave_given_up_search(void) {
  HIST_ENTRY *entry = current_history();
  if (entry && strcmp(entry->line, rl_line_buffer) != 0) using_history();
}

void cle_read(void) {
  if (plain_prompt) {
    char *line;
    if (cle_plain_read(&line)) entered(line);
    return;
  }
  if (!cle_fill()) return;
  watch_search();
  int was_search = RL_ISSTATE(RL_STATE_NSEARCH) != 0;
  rl_callback_read_char();
  if (was_search && !RL_ISSTATE(RL_STATE_NSEARCH)) leave_given_up_search();
  rl_redisplay_function = rl_redisplay;
}

void cle_cancel(int signal) {
  if (plain_prompt) {
    cle_plain_forget();
    fputc('\n', rl_outstream);
    return;
  }
  cle_forget_begun();
  watch_search();
  rl_callback_sigcleanup();
  rl_redisplay_function = rl_redisplay;
  rl_clear_message();
  rl_point = rl_end;
  rl_redisplay();
  if (signal) rl_echo_signal_char(signal);
  rl_free_line_state();
  rl_replace_line("", 1);
  rl_crlf();
}

void cle_hide(void) {
  if (plain_prompt) fputc('\n', rl_outstream);
  else rl_clear_visible_line();
}

void cle_show(void) {
  if (plain_prompt) return cle_plain_prompt(plain_prompt);
  // What was printed may have switched it off, as a shell does at its end.
  const char *is_on = rl_variable_value("enable-bracketed-paste");
  if (is_on && strcmp(is_on, "on") == 0) fputs("\033[?2004h", rl_outstream);
  rl_on_new_line();
  rl_redisplay();
}

void cle_resume(void) {
  if (plain_prompt) return cle_plain_prompt(plain_prompt);
  give_back_terminal();
  take_terminal(1);
  // The cursor is on a line of its own, wherever the size has left the old ones.
  take_size();
  rl_forced_update_display();
}

void cle_insert(const char *text) {
  rl_begin_undo_group();
  rl_insert_text(text);
  rl_end_undo_group();
  rl_redisplay();
}

void cle_history_add(const char *line) { add_history(line); }
