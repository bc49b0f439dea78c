/* The tool that checks every file, says what is wrong, and changes nothing. */
#include "practool.h"

#define pointed ids_a
#define known ids_b   /* ids in the index and of pages in use */
#define reached ids_c /* ids of the messages that an entry leads to */

/* What is wrong in all, in the order in which it is told. */
static u32 missing;
static u32 torn;
static u32 dangling;
static u32 orphans;
static u32 stray;
static u32 in_free;
static u32 nameless;
static u32 wrong_headers;

static u8 named[MOST_USER / 8 + 1];

static int note_listed(u16 none, u8 *entry) {
  u16 first = (u16)get32(entry + 4);

  (void)none;
  if (!leads(entry) || bit(listed, first)) stray++;
  else set_bit(listed, first);
  return 0;
}

static int note_pointed(u16 user, u8 *pointer) {
  (void)user;
  if (in_window(get32(pointer))) set_bit(pointed, (u16)get32(pointer));
  return 0;
}

static int note_entry(u16 none, u8 *entry) {
  (void)none;
  if (!in_window(get32(entry))) return 0;
  set_bit(known, (u16)get32(entry));
  if (leads(entry)) set_bit(reached, (u16)get32(entry));
  return 0;
}

static void note_page(u16 at, u8 *bytes, u8 type) {
  u32 id = get32(bytes + PAYLOAD);

  if (type == 0 || !(type == 'M' ? in_window(id) : window_has(id))) return;
  if (type == 'M') set_bit(known, (u16)id);
  if (bit(listed, at) && bit(pointed, (u16)id) && chain_has_free(at)) in_free++;
}

static int note_dangling(u16 user, u8 *pointer) {
  if (!in_window(get32(pointer)) || bit(reached, (u16)get32(pointer))) return 0;
  by_user[user]++;
  dangling++;
  return 0;
}

static void match() {
  u16 at;

  window_first();
  do {
    pass_users(note_pointed);
    pass_entries(note_entry);
    pass_store(note_page);
    pass_users(note_dangling);
    for (at = 0; at < ID_BITS; at++) known[at] &= (u8)~pointed[at];
    orphans += bits_set(known, ID_BITS);
  } while (window_next());
}

static void tell(struct file *file, struct tally *tally, u32 others) {
  u16 wrong = tally->says.good ? faults(file, &tally->says, &tally->should, 0) : 0;

  if (file->missing) {
    missing++;
    say("ERROR", file->name, "missing");
  } else say_numbers(wrong > 0 || tally->torn > 0 || others > 0 ? "NOTE" : "OK", file, &tally->should);
  if (wrong > 0) wrong_headers++;
  torn += tally->torn;
  if (tally->torn > 0) say_number("ERROR", file->name, "torn pages", tally->torn);
}

static void tell_count(struct file *file, const char *what, u32 count) {
  if (count > 0) say_number("ERROR", file->name, what, count);
}

static void tell_header(struct file *file, struct tally *tally) {
  if (tally->says.good) faults(file, &tally->says, &tally->should, 1);
}

static void tell_users() {
  struct tally tally;
  u16 user;

  for (user = 0; user <= MOST_USER; user++) {
    if (!has_mailbox(user)) continue;
    mailbox_open(user);
    tally_table(&mailbox, user, &tally);
    tell(&mailbox, &tally, (u32)by_user[user]);
    tell_count(&mailbox, "pointers to nothing", (u32)by_user[user]);
    tell_header(&mailbox, &tally);
    file_close(&mailbox);
  }
}

static void tell_tables() {
  struct tally tally;
  u16 user;

  find_named(named);
  for (user = 1; user <= users; user++)
    if (!bit(named, user)) nameless++;
  tally_table(&entries, 0, &tally);
  tell(&entries, &tally, directory == &entries ? stray + nameless : stray);
  tell_count(&entries, "entries to nothing", stray);
  if (directory == &entries) tell_count(&entries, "users without a name", nameless);
  tell_header(&entries, &tally);
  if (directory == &entries) return;
  tally_table(&names, 0, &tally);
  tell(&names, &tally, nameless);
  tell_count(&names, "users without a name", nameless);
  tell_header(&names, &tally);
}

static void tell_in_all(const char *what, u32 count) {
  if (count > 0) say_number("ERROR", "in all", what, count);
}

void analyse() {
  struct tally tally;

  find_whole();
  pass_entries(note_listed);
  match();
  tell_users();
  tell_tables();
  tally_store(&tally);
  tell(&store, &tally, orphans + in_free);
  tell_count(&store, "messages that nobody points to", orphans);
  tell_count(&store, "messages in free pages", in_free);
  tell_header(&store, &tally);

  tell_in_all("files missing", missing);
  tell_in_all("torn pages", torn);
  tell_in_all("pointers to nothing", dangling);
  tell_in_all("messages that nobody points to", orphans);
  tell_in_all("entries to nothing", stray);
  tell_in_all("messages in free pages", in_free);
  tell_in_all("users without a name", nameless);
  tell_in_all("headers wrong", wrong_headers);
  if (!found) say("OK", (char *)0, "nothing is wrong");
}
