#define _GNU_SOURCE
#include "CLineEditor.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

static cle_callbacks callbacks;

// The candidates of the completion that is being made.
typedef struct {
  char *text;
  char *description;
} candidate;

static candidate *candidates;
static size_t candidate_count;
static size_t candidate_capacity;

static void clear_candidates(void) {
  for (size_t i = 0; i < candidate_count; i++) {
    free(candidates[i].text);
    free(candidates[i].description);
  }
  candidate_count = 0;
}

void cle_candidate(const char *text, const char *description) {
  if (candidate_count == candidate_capacity) {
    size_t capacity = candidate_capacity ? candidate_capacity * 2 : 64;
    candidate *grown = reallocarray(candidates, capacity, sizeof *grown);
    if (!grown) return;
    candidates = grown;
    candidate_capacity = capacity;
  }
  candidate *entry = &candidates[candidate_count++];
  entry->text = strdup(text);
  entry->description = description ? strdup(description) : NULL;
}

void cle_append(int character) { rl_completion_append_character = character; }

static char *next_match(const char *text, int state) {
  (void)text;
  static size_t next;
  if (state == 0) next = 0;
  if (next >= candidate_count) return NULL;
  return candidates[next].text ? strdup(candidates[next++].text) : NULL;
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

static const char *description_of(const char *text) {
  for (size_t i = 0; i < candidate_count; i++) {
    if (candidates[i].text && strcmp(candidates[i].text, text) == 0) return candidates[i].description;
  }
  return NULL;
}

// With descriptions each candidate gets a line; without, readline's columns are better.
static void show_matches(char **matches, int count, int longest) {
  int described = 0;
  for (int i = 1; i <= count; i++) described |= description_of(matches[i]) != NULL;
  if (!described) {
    rl_display_match_list(matches, count, longest);
  } else {
    int rows, columns;
    rl_get_screen_size(&rows, &columns);
    int width = longest < 30 ? longest : 30;
    rl_crlf();
    for (int i = 1; i <= count; i++) {
      const char *description = description_of(matches[i]);
      int room = columns - width - 5;
      fprintf(rl_outstream, "  %-*s  %.*s\n", width, matches[i], room > 0 ? room : 0,
              description ? description : "");
    }
  }
  rl_forced_update_display();
}

static void entered(char *line) {
  callbacks.line(callbacks.context, line);
  free(line);
}

static int question(int count, int key) {
  if (callbacks.help(callbacks.context, rl_line_buffer, rl_point)) {
    rl_on_new_line();
    rl_redisplay();
    return 0;
  }
  return rl_insert(count, key);
}

void cle_open(const cle_callbacks *given) {
  callbacks = *given;
  // Before readline looks at the locale: without it, typed UTF-8 would be lost.
  setlocale(LC_CTYPE, "");
  rl_readline_name = "cloche";
  rl_outstream = stderr;
  rl_instream = stdin;
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
  rl_bind_key_if_unbound('?', question);
  rl_bind_key('?', question);
  using_history();
}

void cle_begin(const char *prompt) { rl_callback_handler_install(prompt, entered); }

void cle_end(void) { rl_callback_handler_remove(); }

void cle_read(void) { rl_callback_read_char(); }

int cle_is_busy(void) { return rl_end > 0 || RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH); }

void cle_cancel(void) {
  rl_callback_sigcleanup();
  rl_free_line_state();
  rl_replace_line("", 1);
  rl_point = rl_end = rl_mark = 0;
  rl_clear_message();
  rl_crlf();
  rl_on_new_line();
  rl_redisplay();
}

void cle_hide(void) { rl_clear_visible_line(); }

void cle_show(void) {
  rl_on_new_line();
  rl_redisplay();
}

void cle_resize(void) { rl_resize_terminal(); }

void cle_history_add(const char *line) { add_history(line); }

void cle_history_clear(void) { clear_history(); }
