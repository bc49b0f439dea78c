/* The tool that makes the message index anew from the message store. */
#include "practool.h"
#include <string.h>

static u32 dropped;
static u32 added;
static u8 named[MOST_USER / 8 + 1];

static int drop_stray(u16 none, u8 *entry) {
  u16 first = (u16)get32(entry + 4);

  (void)none;
  if (leads(entry) && !bit(listed, first)) {
    set_bit(listed, first);
    return 0;
  }
  clear(entry, INDEX_BYTES);
  dropped++;
  return 1;
}

static void add_unlisted(u16 at, u8 *bytes, u8 type) {
  (void)bytes;
  if (type != 'M' || !bit(whole, at) || bit(listed, at)) return;
  entry_of(at, add_record());
  added++;
}

/* A user whose name is lost is called by his number. */
static void add_names() {
  u8 *record;
  u8 digits[5];
  u16 user;
  u16 left;
  u16 at;
  u16 count;

  add_start(directory, 'D');
  for (user = 1; user <= users; user++) {
    if (bit(named, user)) continue;
    record = add_record();
    put32(record, (u32)user);
    count = 0;
    for (left = user; left != 0; left /= 10) digits[count++] = (u8)('0' + left % 10);
    memcpy((char *)record + 8, "User ", 5);
    for (at = 13; count > 0; at++) record[at] = digits[--count];
  }
  add_end();
}

static void tell(struct file *file, u8 was_missing, struct tally *before, struct header *should) {
  u16 user;

  if (was_missing) say("NOTE", file->name, "missing, made anew");
  if (before->torn > 0) say_number("NOTE", file->name, "torn pages", before->torn);
  if (file == &entries && dropped > 0)
    say_number("NOTE", file->name, "entries to nothing dropped", dropped);
  if (file == &entries && added > 0) say_number("NOTE", file->name, "entries added", added);
  for (user = 1; file == directory && user <= users; user++) {
    if (bit(named, user)) continue;
    put("LOST: ");
    put(file->name);
    put(": name of user ");
    put_number((u32)user);
    put(", now called User ");
    put_number((u32)user);
    end_line();
    found = 1;
  }
  if (is_wrong(file, before)) say("NOTE", file->name, "header made right");
  say_numbers("OK", file, should);
}

static void finish(struct file *file, u8 was_missing, struct tally *before) {
  struct tally after;

  tally_table(file, 0, &after);
  make_right(file, &before->says, &after.should);
  tell(file, was_missing, before, &after.should);
}

void rebuild_index() {
  struct tally before;
  struct tally names_before;
  u8 was_missing = entries.missing;
  u8 names_missing = names.missing;

  survey();
  tally_table(&entries, 0, &before);
  if (directory == &names) tally_table(&names, 0, &names_before);
  find_whole();
  find_named(named);

  if (was_missing) file_create(&entries);
  empty_torn(&entries);
  pass_entries(drop_stray);
  add_start(&entries, 'I');
  pass_store(add_unlisted);
  add_end();
  if (directory == &names && names_missing) file_create(&names);
  if (directory == &names) empty_torn(&names);
  add_names();

  finish(&entries, was_missing, &before);
  if (directory == &names) finish(&names, names_missing, &names_before);
}
