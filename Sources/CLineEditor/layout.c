#define _GNU_SOURCE
#include "layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <CDisplayWidth.h>
#include <readline/readline.h>

typedef struct {
  cle_place at;
  int width;
} walk;

// What does not fit in a row begins the next one.
static void advance(walk *walk, int columns) {
  if (columns == 0) return;
  if (walk->at.column + columns > walk->width) {
    walk->at.row++;
    walk->at.column = 0;
  }
  walk->at.column += columns;
  if (walk->at.column >= walk->width) {
    walk->at.row++;
    walk->at.column = 0;
  }
}

static void begin_row(walk *walk) {
  walk->at.row++;
  walk->at.column = 0;
}

// The columns and the length of the character at the beginning of a text.
static int measure(const char *text, size_t length, size_t *taken) {
  unsigned char first = (unsigned char)*text;
  *taken = 1;
  if (first < ' ' || first == 0x7f) return 2;
  if (first < 0x7f) return 1;
  mbstate_t state = {0};
  wchar_t character;
  size_t count = mbrtowc(&character, text, length, &state);
  if (count == 0 || count > length) {
    // What is no character is shown as it is, or as `\200`.
    const char *is_shown = rl_variable_value("output-meta");
    return is_shown && strcmp(is_shown, "on") == 0 ? 1 : 4;
  }
  *taken = count;
  // Each by itself, as readline counts them: to it a sequence of emoji is not one picture.
  return cdw_columns((uint32_t)character);
}

static void show_prompt(const char *prompt, walk *drawn, walk *wrapped) {
  int is_visible = 1;
  size_t length = strlen(prompt);
  for (size_t i = 0, taken; i < length; i += taken) {
    taken = 1;
    if (prompt[i] == RL_PROMPT_START_IGNORE) is_visible = 0;
    else if (prompt[i] == RL_PROMPT_END_IGNORE) is_visible = 1;
    else if (is_visible) {
      int columns = measure(prompt + i, length - i, &taken);
      advance(drawn, columns);
      advance(wrapped, columns);
    }
  }
}

// What `show-mode-in-prompt` puts before the prompt.
static const char *mode_text(void) {
  const char *is_shown = rl_variable_value("show-mode-in-prompt");
  if (!is_shown || strcmp(is_shown, "on") != 0 || rl_display_prompt != rl_prompt) return "";
  const char *name = rl_editing_mode == 1 ? "emacs-mode-string"
    : rl_get_keymap() == vi_movement_keymap ? "vi-cmd-mode-string" : "vi-ins-mode-string";
  const char *text = rl_variable_value(name);
  return text ? text : "";
}

cle_places cle_locate(int drawn_width, int wrapped_width) {
  walk drawn = {.width = drawn_width}, wrapped = {.width = wrapped_width};
  show_prompt(mode_text(), &drawn, &wrapped);
  show_prompt(rl_display_prompt ? rl_display_prompt : "", &drawn, &wrapped);
  size_t end = (size_t)rl_point;
  for (size_t i = 0, taken; i < end; i += taken) {
    taken = 1;
    if (rl_line_buffer[i] == '\n') {
      begin_row(&drawn);
      begin_row(&wrapped);
    } else if (rl_line_buffer[i] == '\t') {
      // Blanks by now, one after the other.
      for (int rest = 8 - drawn.at.column % 8; rest > 0; rest--) {
        advance(&drawn, 1);
        advance(&wrapped, 1);
      }
    } else {
      int columns = measure(rl_line_buffer + i, (size_t)rl_end - i, &taken);
      advance(&drawn, columns);
      advance(&wrapped, columns);
    }
  }
  // A wide character that did not fit has the cursor on its row.
  if (end < (size_t)rl_end && rl_line_buffer[end] != '\n' && rl_line_buffer[end] != '\t') {
    size_t taken;
    int columns = measure(rl_line_buffer + end, (size_t)rl_end - end, &taken);
    if (columns == 2 && drawn.at.column + columns > drawn.width) begin_row(&drawn);
    if (columns == 2 && wrapped.at.column + columns > wrapped.width) begin_row(&wrapped);
  }
  return (cle_places){.drawn = drawn.at, .wrapped = wrapped.at};
}
