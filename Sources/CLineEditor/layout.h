// Where the cursor stands in the line that readline shows, on a screen of some width.

#ifndef CLINEEDITOR_LAYOUT_H
#define CLINEEDITOR_LAYOUT_H

typedef struct {
  // Rows below the one in which the prompt begins.
  int row;
  int column;
} cle_place;

typedef struct {
  // As readline drew it.
  cle_place drawn;
  // After a terminal has wrapped the lines anew for another width.
  cle_place wrapped;
} cle_places;

cle_places cle_locate(int drawn_width, int wrapped_width);

#endif
