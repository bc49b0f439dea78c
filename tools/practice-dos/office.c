/* A post office: its marker and its files. */
#include "practool.h"
#include <string.h>

#define MARKER_BYTES 512

u8 is_db6;
u16 users;
struct file entries;
struct file names;
struct file *directory;
struct file store;
struct file mailbox;
u32 highest_id = 0;
u16 by_user[MOST_USER + 1];

static char marker[MARKER_BYTES + 1];
static u8 is_there[MOST_USER / 8 + 1]; /* users who have a file */

/* The value behind `name:` at the beginning of a line of the marker, ended by a 0; an empty one when there is none. */
static char *value_of(const char *name) {
  static char value[16];
  u16 length = (u16)strlen(name);
  char *at = marker;
  u16 size;

  value[0] = 0;
  while (*at != 0) {
    if (same(at, name, length) && at[length] == ':') {
      at += length + 1;
      while (*at == ' ') at++;
      for (size = 0; size < 15 && *at > ' '; size++) value[size] = *at++;
      value[size] = 0;
      return value;
    }
    while (*at != 0 && *at != '\n') at++;
    if (*at == '\n') at++;
  }
  return value;
}

/* A number of at most four digits; 0 when it is none. */
static u16 number_in(const char *text) {
  u16 number = 0;
  u16 at;

  for (at = 0; text[at] != 0; at++) {
    if (text[at] < '0' || text[at] > '9' || at >= 4) return 0;
    number = number * 10 + (u16)(text[at] - '0');
  }
  return number;
}

static void read_marker() {
  const char *no = "not a practice post office";

  marker[file_text("PRACTICE.TXT", marker, MARKER_BYTES)] = 0;
  if (number_in(value_of("layout")) != 1) fail(no, (char *)0);
  is_db6 = strcmp(value_of("shape"), "db6") == 0;
  if (!is_db6 && strcmp(value_of("shape"), "db8") != 0) fail(no, (char *)0);
  users = number_in(value_of("users"));
  if (users < 1 || users > MOST_USER) fail(no, (char *)0);
}

static void set_up(struct file *file, const char *name, const char *kind, u16 limit) {
  file_init(file, name, limit);
  strcpy(file->kind, kind);
}

static void name_mailbox(u16 user) {
  char name[9];
  u16 at;

  strcpy(name, is_db6 ? "USR00000" : "U0000000");
  for (at = 7; user != 0; at--) {
    name[at] = (char)('0' + user % 10);
    user /= 10;
  }
  set_up(&mailbox, name, "USER", MOST_MAIL_PAGES);
}

int has_mailbox(u16 user) {
  return (user >= 1 && user <= users) || bit(is_there, user);
}

/* Opens the file of a user, or finds that it is missing. */
void mailbox_open(u16 user) {
  name_mailbox(user);
  file_open(&mailbox);
}

/* Opens a post office and says so. The folder has to be the one of a practice post office or of a copy. */
void office_open(const char *folder, const char *tool) {
  u16 user;

  set_folder(folder);
  read_marker();
  set_up(&entries, is_db6 ? "CLANDATA" : "CCPOMI", is_db6 ? "BOTH" : "INDX", MOST_PAGES);
  set_up(&names, "CCPODS", "DIRY", MOST_PAGES);
  set_up(&store, is_db6 ? "MLANDATA" : "CCPOMS", "STOR", MOST_PAGES);
  directory = is_db6 ? &entries : &names;
  for (user = 0; user <= MOST_USER; user++) {
    mailbox_open(user);
    if (!mailbox.missing) set_bit(is_there, user);
    file_close(&mailbox);
  }
  file_open(&entries);
  if (directory == &names) file_open(&names);
  file_open(&store);
  put("Practice tools: ");
  put(tool);
  put(is_db6 ? ", db6, users " : ", db8, users ");
  put_number((u32)users);
  end_line();
}

void office_close() {
  file_close(&entries);
  file_close(&names);
  file_close(&store);
}
