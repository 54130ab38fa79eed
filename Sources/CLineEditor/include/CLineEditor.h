// GNU readline behind functions: its global variables do not reach Swift, and its callbacks get a
// context pointer back. One editor at a time, on one thread, on standard input and error.

#ifndef CLINEEDITOR_H
#define CLINEEDITOR_H

#include <stddef.h>

#pragma clang assume_nonnull begin

typedef struct {
  void *context;
  // A line was entered; NULL at end of input. The text is valid during the call.
  void (*line)(void *context, const char *_Nullable text);
  // What may stand in the place of text[start..<end] of the line. Answers by calling cle_candidate.
  void (*complete)(void *context, const char *line, int start, int end);
  // The key `?`: true when help was shown and the character is not to be inserted.
  int (*help)(void *context, const char *line, int point);
} cle_callbacks;

// Prepares readline: the locale, the application name for inputrc, the keys. Once. The callbacks
// are copied.
void cle_open(const cle_callbacks *callbacks);

// Shows a prompt and begins a line. The terminal is in readline's mode until the line is entered or
// cle_suspend.
void cle_begin(const char *prompt);

// The line is given up, or was entered: the terminal is as it was before cle_begin.
void cle_end(void);

// Reads what the terminal has and acts on it. Call when standard input is ready.
void cle_read(void);

// Forgets what was typed, as ^C does. The prompt stays.
void cle_cancel(void);

// True when something is typed or searched for.
int cle_is_busy(void);

// Takes the prompt and the line from the screen, and shows them again below what was printed since.
void cle_hide(void);
void cle_show(void);

// The terminal's size has changed.
void cle_resize(void);

// Adds a candidate during `complete`: the text for the line, and a description or NULL.
void cle_candidate(const char *text, const char *_Nullable description);

// During `complete`: what comes after the only candidate, a blank unless set; 0 for nothing.
void cle_append(int character);

// The history in memory.
void cle_history_add(const char *line);
void cle_history_clear(void);

#pragma clang assume_nonnull end

#endif
