/* Lines for the terminal: put together first, so that each is written at once. */
#include "practool.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_BYTES 160

u8 found = 0;
static char line[LINE_BYTES];
static u16 length = 0;

void put(const char *text) {
  while (*text != 0 && length < LINE_BYTES - 2) line[length++] = *text++;
}

void put_number(u32 value) {
  char digits[12];
  u16 at = 11;

  digits[at] = 0;
  do {
    digits[--at] = (char)('0' + (int)(value % 10));
    value /= 10;
  } while (value != 0);
  put(digits + at);
}

void end_line(void) {
#ifdef __MSDOS__
  line[length++] = '\r';
#endif
  line[length++] = '\n';
  if (write(1, line, length) != (int)length) exit(FAILED);
  length = 0;
}

static void begin(const char *mark, const char *file, const char *text) {
  if (strcmp(mark, "OK") != 0) found = 1;
  put(mark);
  put(": ");
  if (file != 0) {
    put(file);
    put(": ");
  }
  put(text);
}

/* `file` may be 0. */
void say(const char *mark, const char *file, const char *text) {
  begin(mark, file, text);
  end_line();
}

void say_number(const char *mark, const char *file, const char *text, u32 value) {
  begin(mark, file, text);
  put(" ");
  put_number(value);
  end_line();
}

/* Says why the tool cannot go on, and ends the program. */
void fail(const char *text, const char *name) {
  length = 0;
  begin("ERROR", (char *)0, text);
  if (name != 0) {
    put(" ");
    put(name);
  }
  end_line();
  exit(FAILED);
}
