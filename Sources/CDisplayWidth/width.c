#include "CDisplayWidth.h"

#include <stddef.h>

typedef struct {
  uint32_t first;
  uint32_t last;
} cdw_range;

#include "widths.inc"

static int holds(const cdw_range *ranges, size_t count, uint32_t character) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (character > ranges[middle].last) low = middle + 1;
    else if (character < ranges[middle].first) high = middle;
    else return 1;
  }
  return 0;
}

#define HOLDS(table, character) holds(table, sizeof table / sizeof *table, character)

int cdw_columns(uint32_t character) {
  if (character < zero[0].first) return 1;
  if (HOLDS(zero, character)) return 0;
  return HOLDS(wide, character) ? 2 : 1;
}

int cdw_is_widened(uint32_t character) { return HOLDS(widened, character); }
