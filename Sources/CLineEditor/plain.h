// Lines read as they come, where the terminal is too narrow for readline.

#ifndef CLINEEDITOR_PLAIN_H
#define CLINEEDITOR_PLAIN_H

// The fewest columns that readline hears of. With a dumb terminal of 13 and fewer it never ends to
// draw, and below 4 it divides by zero.
enum { CLE_FEWEST_COLUMNS = 20 };

// The columns of the terminal; 0 where it does not say.
int cle_columns(void);

// Shows a prompt, without the parts that are between the marks of readline.
void cle_plain_prompt(const char *prompt);

// Takes what the terminal has, which edits the line itself. True when there is a line, or the end, for
// which the line is NULL. The line is for the caller to free.
int cle_plain_read(char **line);

// Forgets what was read of a line.
void cle_plain_forget(void);

#endif
