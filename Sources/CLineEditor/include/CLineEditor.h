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
  // The candidates of the last `complete` are to be listed. Answers by calling cle_print.
  void (*list)(void *context);
  // The key `?`: true when help was shown and the character is not to be inserted.
  int (*help)(void *context, const char *line, int point);
  // A paste has begun: until its end the input is for cle_take.
  void (*paste)(void *context);
} cle_callbacks;

// Prepares readline: the locale, the application name for inputrc, the keys. Once. The callbacks
// are copied.
void cle_open(const cle_callbacks *callbacks);

// Shows a prompt and begins a line. The terminal is in readline's mode until the line is entered or
// cle_end.
void cle_begin(const char *prompt);

// The line is given up, or was entered: the terminal is as it was before cle_begin.
void cle_end(void);

// Acts on a key, if there is one. Call when standard input is ready, or something is unread.
void cle_read(void);

// Gives up what was typed, a search, a count, a half-typed key, and leaves the cursor on a line of
// its own. The key that sends the signal is shown, `^C`, unless it is 0. For cle_end to follow.
void cle_cancel(int signal);

// Takes the line that is being typed off the screen, and puts it back.
void cle_hide(void);
void cle_show(void);

// The terminal's size has changed.
void cle_resize(void);

// Somebody else has had the terminal while this process was stopped.
void cle_resume(void);

// What there is to read at once, at most `room` bytes, without waiting: 0 for nothing or an error.
size_t cle_take(unsigned char *bytes, size_t room);

// Gives bytes back, for cle_read. The number of those that are left is cle_unread_count.
void cle_unread(const unsigned char *bytes, size_t count);
size_t cle_unread_count(void);

// Puts a text at the cursor; one undo takes it away.
void cle_insert(const char *text);

// Adds a candidate during `complete`.
void cle_candidate(const char *text);

// During `complete`: what comes after the only candidate, a blank unless set; 0 for nothing.
void cle_append(int character);

// Prints a line during `list`.
void cle_print(const char *line);

// The history in memory.
void cle_history_add(const char *line);

#pragma clang assume_nonnull end

#endif
