/*
 * Sets the clock of a process back while a file exists. To be preloaded (LD_PRELOAD).
 *
 *   CLOCK_FILE   while this file is there, the time of day is CLOCK_BACK seconds earlier
 *   CLOCK_LOG    a line is added to this file when that is noticed first
 *
 * Clocks that only measure how much time passes go on, as they do when somebody sets a real clock.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static long back(void) {
  static int noticed;
  const char *file = getenv("CLOCK_FILE"), *seconds = getenv("CLOCK_BACK"), *log = getenv("CLOCK_LOG");
  if (!file || !seconds || !log || access(file, F_OK) != 0) return 0;
  if (!__atomic_exchange_n(&noticed, 1, __ATOMIC_SEQ_CST)) {
    int lines = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (lines < 0 || write(lines, "set back\n", 9) != 9) abort();
    close(lines);
  }
  return atol(seconds);
}

int gettimeofday(struct timeval *now, void *zone) {
  int result = REAL(gettimeofday)(now, zone);
  if (result == 0) now->tv_sec -= back();
  return result;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = REAL(clock_gettime)(clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec -= back();
  return result;
}

time_t time(time_t *into) {
  time_t now = REAL(time)(NULL) - back();
  if (into) *into = now;
  return now;
}
