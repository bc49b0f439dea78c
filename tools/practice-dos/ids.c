/* Windows of message ids: all ids with the same upper 16 bits. */
#include "practool.h"

u8 ids_a[ID_BITS];
u8 ids_b[ID_BITS];
u8 ids_c[ID_BITS];

static u16 window;
/* The next one in which there are ids, as far as is known; 0 when there is none. */
static u16 next_window;

static void begin(u16 number) {
  window = number;
  next_window = 0;
  clear(ids_a, ID_BITS);
  clear(ids_b, ID_BITS);
  clear(ids_c, ID_BITS);
}

void window_first() {
  begin(0);
}

/* Goes on to the next window in which there are ids; 0 when there is none. */
int window_next() {
  if (next_window == 0) return 0;
  begin(next_window);
  return 1;
}

/* Whether an id is in the window now. */
int window_has(u32 id) {
  return (u16)(id >> 16) == window;
}

/* The same; an id that is not is remembered for a later window. */
int in_window(u32 id) {
  u16 number = (u16)(id >> 16);

  if (number == window) return 1;
  if (number > window && (next_window == 0 || number < next_window)) next_window = number;
  return 0;
}
