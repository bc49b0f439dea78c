/*
 * PRACTOOL ANALYSE <folder>
 * PRACTOOL <name> <password> <folder> DIAGNOSTICS/M     rebuild the message index
 * PRACTOOL <name> <password> <folder> DIAGNOSTICS/R     reconcile pointers and counters
 * PRACTOOL <name> <password> <folder> RECLAIM           give space back
 *
 * Practice post offices have neither name nor password; both are taken as the tools of a post office take them, and
 * never shown. Ends with 0 when nothing was wrong, 1 when something was, also when it is right now, 2 when it failed.
 */
#include "practool.h"
#include <stdlib.h>

static char upper(char letter) {
  return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

static int is_word(const char *given, const char *word) {
  while (*word != 0 && upper(*given) == *word) {
    given++;
    word++;
  }
  return *word == 0 && *given == 0;
}

static void usage() {
  say("ERROR", (char *)0, "wrong call. The practice tools, for practice post offices made by Postbag:");
  put("  PRACTOOL ANALYSE folder");
  end_line();
  put("  PRACTOOL name password folder DIAGNOSTICS/M   rebuild the index");
  end_line();
  put("  PRACTOOL name password folder DIAGNOSTICS/R   reconcile");
  end_line();
  put("  PRACTOOL name password folder RECLAIM         reclaim");
  end_line();
  exit(FAILED);
}

int main(int argc, char **argv) {
  crc_start();
  if (argc == 3 && is_word(argv[1], "ANALYSE")) {
    office_open(argv[2], "ANALYSE");
    analyse();
  } else if (argc == 5 && is_word(argv[4], "DIAGNOSTICS/M")) {
    read_only = 0;
    office_open(argv[3], "REBUILD INDEX");
    rebuild_index();
  } else if (argc == 5 && is_word(argv[4], "DIAGNOSTICS/R")) {
    read_only = 0;
    office_open(argv[3], "RECONCILE");
    reconcile();
  } else if (argc == 5 && is_word(argv[4], "RECLAIM")) {
    read_only = 0;
    office_open(argv[3], "RECLAIM");
    reclaim();
  } else usage();
  office_close();
  return found ? FOUND : CLEAN;
}
