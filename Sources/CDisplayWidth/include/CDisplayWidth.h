// How many columns a character takes on a terminal. See Unicode Standard Annex 11 and wcwidth(3),
// which does not tell of emoji, and whose answers depend on the locale.

#ifndef CDISPLAYWIDTH_H
#define CDISPLAYWIDTH_H

#include <stdint.h>

// The columns of a code point by itself: 0 for one that is drawn onto the character before it or not
// at all, 2 for East Asian wide and fullwidth ones and for emoji, 1 for every other, among them those
// whose width is ambiguous. A control character has no width; of it this says 1.
int cdw_columns(uint32_t character);

// Whether variation selector 16 behind it makes an emoji of two columns of it.
int cdw_is_widened(uint32_t character);

#endif
