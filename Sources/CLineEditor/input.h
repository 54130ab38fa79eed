// The terminal's input on its way to readline.

#ifndef CLINEEDITOR_INPUT_H
#define CLINEEDITOR_INPUT_H

#include <stdio.h>

// Whether the locale's characters are those of UTF-8.
int cle_is_utf8(void);

// Reads up to a key that acts, unless something is unread. False when there is nothing to act on.
int cle_fill(void);

// Gives up a character of which not all bytes have come.
void cle_forget_begun(void);

// For readline: the next byte, or EOF when there will be no more.
int cle_next_byte(FILE *stream);

// For readline, which asks whether a key goes on, for the time that it has set.
int cle_has_more(void);

// Asks the terminal where its cursor is; the column from 0, or -1 when it does not say.
int cle_ask_column(void);

#endif
