/*
 * Another Windows program that has a file open: holder.exe <path> none|read-write
 * Says "held" once it has, and holds it until it is killed.
 */
#include <stdio.h>
#include <string.h>
#include <windows.h>

int main(int count, char **words) {
  if (count != 3) return 2;
  DWORD share = strcmp(words[2], "none") == 0 ? 0 : FILE_SHARE_READ | FILE_SHARE_WRITE;
  HANDLE file = CreateFileA(words[1], GENERIC_READ | GENERIC_WRITE, share, NULL, OPEN_EXISTING, 0, NULL);
  if (file == INVALID_HANDLE_VALUE) return 1;
  puts("held");
  fflush(stdout);
  Sleep(INFINITE);
  CloseHandle(file);
  return 0;
}
