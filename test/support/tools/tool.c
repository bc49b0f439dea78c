/*
 * Plays a repair tool of Windows; the same as test/support/dos/tool.asm does for DOS, and C, which starts another one that
 * hangs, and hangs.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

static const char line[] = "the same line again and again, sixty-four bytes of it with its end\n";

static void put_tail(FILE *to, int count, char **words, int loud) {
  for (int at = 1; at < count; at++) {
    fputc(' ', to);
    for (char *letter = words[at]; *letter; letter++) fputc(loud ? toupper(*letter) : *letter, to);
  }
}

static void print(const char *text) {
  fputs(text, stdout);
  fflush(stdout);
}

int main(int count, char **words) {
  if (count < 2) return 77;
  const char *first = count > 2 ? words[2] : "";
  char buffer[512];
  FILE *file;
  switch (words[1][0]) {
    case 'A':
    case 'U':
      print("[");
      put_tail(stdout, count, words, words[1][0] == 'U');
      print("]\n");
      return 0;
    case 'O':
      file = fopen("OWN.LOG", "w");
      put_tail(file, count, words, 0);
      fclose(file);
      return 0;
    case 'X':
      print("ending\n");
      return atoi(first);
    case 'R':
      file = fopen(first, "rb");
      if (!file) return 1;
      for (size_t got; (got = fread(buffer, 1, sizeof buffer, file)) > 0;) fwrite(buffer, 1, got, stdout);
      return 0;
    case 'W':
      file = fopen(first, "wb");
      if (!file) return 1;
      fputs("by the tool", file);
      fclose(file);
      return 0;
    case 'D':
      return remove(first) == 0 ? 0 : 1;
    case 'C': {
      STARTUPINFOA startup = {.cb = sizeof startup};
      PROCESS_INFORMATION child;
      char command[1024];
      snprintf(command, sizeof command, "\"%s\" H", words[0]);
      if (!CreateProcessA(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &child)) return 1;
      Sleep(INFINITE);
      return 0;
    }
    case 'H':
      print("hanging\n");
      Sleep(INFINITE);
      return 0;
    case 'F':
      for (;;) fputs(line, stdout);
    case 'L':
      print("first\n");
      while (GetFileAttributesA(first) == INVALID_FILE_ATTRIBUTES) Sleep(20);
      print("second\n");
      return 0;
    case 'Q':
      print("Go on (Y/N)? ");
      if (fgets(buffer, sizeof buffer, stdin)) return 0;
      print("no answer\n");
      return 5;
    case 'S':
      print("on standard output\n");
      fputs("on standard error\n", stderr);
      return 0;
    case 'N':
      print("ERROR 12: message index does not match\nErrors found: 3\n");
      return 0;
    case '8':
      print("\x81\x84\x9a\xe1\n");
      return 0;
    case 'B':
      for (int at = 0; at < 1000; at++) fputs(line, stdout);
      return 0;
  }
  return 77;
}
