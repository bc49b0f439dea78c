/* The tool that gives space back: frees the messages that nobody points to. */
#include "practool.h"

#define pointed ids_a
#define unpointed ids_b
#define kept marked   /* pages of messages that somebody points to */

static u32 freed_messages;
static u32 freed_pages;
static u32 dropped;
static u16 last;      /* the last page that is kept, or 0 */

static int note_pointed(u16 user, u8 *pointer) {
  (void)user;
  if (in_window(get32(pointer))) set_bit(pointed, (u16)get32(pointer));
  return 0;
}

static int drop_entry(u16 none, u8 *entry) {
  u16 low = (u16)get32(entry);

  (void)none;
  if (!in_window(get32(entry)) || bit(pointed, low)) return 0;
  set_bit(unpointed, low);
  clear(entry, INDEX_BYTES);
  dropped++;
  return 1;
}

static void note_page(u16 at, u8 *bytes, u8 type) {
  u32 id = get32(bytes + PAYLOAD);

  if (type == 0 || !(type == 'M' ? in_window(id) : window_has(id))) return;
  if (bit(pointed, (u16)id)) {
    set_bit(kept, at);
    if (at > last) last = at;
  } else if (type == 'M') set_bit(unpointed, (u16)id);
}

static void free_page(u16 at, u8 *bytes, u8 type) {
  u16 length = get16(bytes + 6);

  if (type == 'M' && !bit(kept, at)) freed_pages++;
  if (at > last || type == 'F' || (type == 'M' && bit(kept, at))) return;
  if (type == 0) {
    /* It was torn: there is nothing in it to keep. */
    clear(bytes, PAGE_BYTES);
    length = 0;
  }
  seal(bytes, 'F', at, length);
  file_write(&store, at, bytes);
}

void reclaim() {
  struct tally index_before;
  struct tally store_before;
  struct tally after;
  u8 was_missing = store.missing;
  u16 cut_off;

  survey();
  tally_table(&entries, 0, &index_before);
  tally_store(&store_before);
  window_first();
  do {
    pass_users(note_pointed);
    pass_entries(drop_entry);
    pass_store(note_page);
    freed_messages += bits_set(unpointed, ID_BITS);
  } while (window_next());

  if (was_missing) file_create(&store);
  cut_off = store.pages - 1 - last;
  pass_store(free_page);
  if (cut_off > 0) file_cut(&store, last + 1);
  tally_store(&after);
  make_right(&store, &store_before.says, &after.should);
  if (was_missing) say("LOST", store.name, "missing, made anew and empty");
  if (store_before.torn > 0) say_number("LOST", store.name, "torn pages", store_before.torn);
  if (freed_messages > 0) {
    put("NOTE: ");
    put(store.name);
    put(": messages that nobody points to freed ");
    put_number(freed_messages);
    put(", pages ");
    put_number(freed_pages);
    end_line();
    found = 1;
  }
  if (cut_off > 0) say_number("OK", store.name, "free pages cut off at the end", (u32)cut_off);
  if (is_wrong(&store, &store_before)) say("NOTE", store.name, "header made right");
  if (index_before.says.good) {
    struct tally index_after;
    tally_table(&entries, 0, &index_after);
    make_right(&entries, &index_before.says, &index_after.should);
  }
  if (dropped > 0) say_number("NOTE", entries.name, "entries dropped", dropped);
  if (is_wrong(&entries, &index_before)) say("NOTE", entries.name, "header made right");
  say_numbers("OK", &store, &after.should);
}
