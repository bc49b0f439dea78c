/* The tool that holds pointers and counters against the messages. */
#include "practool.h"

#define there ids_a   /* ids of the messages that are there completely */
#define pointed ids_b
#define lost ids_c
#define needed marked /* first pages of the messages that somebody points to */

static u32 lost_pointers;
static u32 lost_messages;
static u32 torn;
static u32 pointers;
static u32 added;
static u32 brought_back;

static int note_listed(u16 none, u8 *entry) {
  (void)none;
  if (leads(entry)) set_bit(listed, (u16)get32(entry + 4));
  return 0;
}

static int match_pointer(u16 user, u8 *pointer) {
  u32 id = get32(pointer);

  if (!in_window(id)) return 0;
  set_bit(pointed, (u16)id);
  if (bit(there, (u16)id)) return 0;
  set_bit(lost, (u16)id);
  clear(pointer, POINTER_BYTES);
  by_user[user]++;
  lost_pointers++;
  return 1;
}

/* Drops the pointers to nothing, and marks the messages that the others lead to. */
static void match() {
  u16 at;
  u32 id;

  window_first();
  do {
    for (at = 1; at < store.pages; at++) {
      if (!bit(whole, at)) continue;
      id = id_at(at);
      if (window_has(id)) set_bit(there, (u16)id);
    }
    pass_users(match_pointer);
    for (at = 1; at < store.pages; at++) {
      if (!bit(whole, at)) continue;
      id = id_at(at);
      if (window_has(id) && bit(pointed, (u16)id)) set_bit(needed, at);
    }
    lost_messages += bits_set(lost, ID_BITS);
  } while (window_next());
}

static void finish_mailbox(u16 user) {
  struct tally before;
  struct header should;
  u32 dropped = (u32)by_user[user];
  u8 was_missing;

  mailbox_open(user);
  was_missing = mailbox.missing;
  tally_table(&mailbox, user, &before);
  should = before.should;
  if (was_missing) file_create(&mailbox);
  empty_torn(&mailbox);
  make_right(&mailbox, &before.says, &should);
  file_close(&mailbox);

  pointers += should.records;
  torn += before.torn;
  /* How it was before its pointers were dropped. */
  before.should.records += dropped;
  if (was_missing) say("LOST", mailbox.name, "missing, made anew and empty");
  if (before.torn > 0) {
    put("LOST: ");
    put(mailbox.name);
    put(": torn pages ");
    put_number(before.torn);
    put(", pointers in them by its header ");
    if (!before.says.good) put("unknown");
    else if (before.says.records < before.should.records) put("0");
    else put_number(before.says.records - before.should.records);
    end_line();
    found = 1;
  }
  if (dropped > 0) say_number("LOST", mailbox.name, "pointers to nothing dropped", dropped);
  if (is_wrong(&mailbox, &before)) say("NOTE", mailbox.name, "header made right");
}

/* Keeps what somebody points to: pages that were free come back into use, the index gets entries it lacks. */
static void keep_needed(u8 can_add) {
  u16 at;

  for (at = 1; at < store.pages; at++) {
    if (!bit(needed, at) || !chain_has_free(at)) continue;
    chain_in_use(at);
    brought_back++;
  }
  if (!can_add) return;
  add_start(&entries, 'I');
  for (at = 1; at < store.pages; at++) {
    if (!bit(needed, at) || bit(listed, at)) continue;
    entry_of(at, add_record());
    added++;
  }
  add_end();
}

void reconcile() {
  struct tally index_before;
  struct tally store_before;
  struct tally after;
  u16 user;

  survey();
  tally_table(&entries, 0, &index_before);
  tally_store(&store_before);
  /* Its length is for RECLAIM to make right. */
  store_before.should.pages = store_before.says.pages;
  find_whole();
  pass_entries(note_listed);
  match();
  for (user = 0; user <= MOST_USER; user++)
    if (has_mailbox(user)) finish_mailbox(user);
  keep_needed(index_before.says.good);
  if (index_before.says.good) {
    tally_table(&entries, 0, &after);
    make_right(&entries, &index_before.says, &after.should);
  }
  if (store_before.says.good) {
    tally_store(&after);
    after.should.pages = store_before.says.pages;
    make_right(&store, &store_before.says, &after.should);
  }

  if (added > 0) say_number("NOTE", entries.name, "entries added", added);
  if (is_wrong(&entries, &index_before)) say("NOTE", entries.name, "header made right");
  if (brought_back > 0) say_number("NOTE", store.name, "messages brought back from free pages", brought_back);
  if (is_wrong(&store, &store_before)) say("NOTE", store.name, "header made right");
  if (lost_pointers > 0) {
    put("LOST: in all: pointers ");
    put_number(lost_pointers);
    put(", messages ");
    put_number(lost_messages);
    end_line();
  }
  if (torn > 0) say_number("LOST", "in all", "torn pages", torn);
  say_number("OK", "in all", "pointers that lead to a message", pointers);
}
