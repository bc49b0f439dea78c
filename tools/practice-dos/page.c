/* What is in a page: numbers, checksum, head; and bits. */
#include "practool.h"

u32 writes = 0;

u16 get16(const u8 *at) {
  return (u16)(at[0] | ((u16)at[1] << 8));
}

u32 get32(const u8 *at) {
  return (u32)get16(at) | ((u32)get16(at + 2) << 16);
}

void put16(u8 *at, u16 value) {
  at[0] = (u8)(value & 0xff);
  at[1] = (u8)(value >> 8);
}

void put32(u8 *at, u32 value) {
  put16(at, (u16)(value & 0xffff));
  put16(at + 2, (u16)(value >> 16));
}

void clear(u8 *bytes, u16 count) {
  while (count > 0) bytes[--count] = 0;
}

int same(const char *one, const char *other, u16 count) {
  while (count > 0) {
    count--;
    if (one[count] != other[count]) return 0;
  }
  return 1;
}

int bit(const u8 *bits, u16 at) {
  return (bits[at >> 3] >> (at & 7)) & 1;
}

void set_bit(u8 *bits, u16 at) {
  bits[at >> 3] |= (u8)(1 << (at & 7));
}

u32 bits_set(const u8 *bits, u16 bytes) {
  u32 count = 0;
  u16 at;
  u8 left;

  for (at = 0; at < bytes; at++)
    for (left = bits[at]; left != 0; left &= (u8)(left - 1)) count++;
  return count;
}

/* CRC-32 of ZIP and Ethernet, as crc32.ts has it: its table in 16-bit halves, low half first. */
static u16 crc_table[512];

void crc_start(void) {
  u16 at;
  u16 step;
  u32 value;

  for (at = 0; at < 256; at++) {
    value = (u32)at;
    for (step = 0; step < 8; step++) {
      if (value & 1) value = (value >> 1) ^ (u32)0xedb88320L;
      else value >>= 1;
    }
    crc_table[at * 2] = (u16)(value & 0xffff);
    crc_table[at * 2 + 1] = (u16)(value >> 16);
  }
}

#ifdef __BCC__
/* Every byte of every file goes through here, many times, so it is worth an inner loop by hand. */
static u32 crc_page(const u8 *page) {
#asm
  push bp
  mov bp,sp
  push si
  push di
  mov si,4[bp]
  mov cx,#508
  mov ax,#$FFFF
  mov dx,ax
  cld
crc_next:
  mov bl,[si]
  inc si
  xor bl,al
  xor bh,bh
  shl bx,1
  shl bx,1
  mov al,ah
  mov ah,dl
  mov dl,dh
  xor dh,dh
  xor ax,_crc_table[bx]
  xor dx,_crc_table+2[bx]
  loop crc_next
  not ax
  not dx
  mov bx,dx
  pop di
  pop si
  pop bp
#endasm
}
#else
static u32 crc_page(const u8 *page) {
  u16 low = 0xffff;
  u16 high = 0xffff;
  u16 at;
  u16 entry;

  for (at = 0; at < CHECKSUM; at++) {
    entry = (u16)(((low ^ page[at]) & 0xff) * 2);
    low = (u16)((low >> 8) | (high << 8));
    high >>= 8;
    low ^= crc_table[entry];
    high ^= crc_table[entry + 1];
  }
  return ~((u32)low | ((u32)high << 16));
}
#endif

/* The type of the page that was found as this number, a letter, and its write number noted; 0 when it is torn. */
u8 page_type(const u8 *page, u16 number) {
  u8 type = page[4];
  u32 write;

  if (!same((const char *)page, "PBPO", 4) || page[5] != 1) return 0;
  if (get32(page + 8) != (u32)number || get16(page + 6) > PAYLOAD_BYTES) return 0;
  if (type != 'H' && type != 'I' && type != 'D' && type != 'P' && type != 'M' && type != 'F') return 0;
  if (get32(page + CHECKSUM) != crc_page(page)) return 0;
  write = get32(page + 12);
  if (write > writes) writes = write;
  return type;
}

/* Writes head and checksum around the payload of a page. */
void seal(u8 *page, u8 type, u16 number, u16 length) {
  page[0] = 'P';
  page[1] = 'B';
  page[2] = 'P';
  page[3] = 'O';
  page[4] = type;
  page[5] = 1;
  put16(page + 6, length);
  put32(page + 8, (u32)number);
  put32(page + 12, ++writes);
  put32(page + CHECKSUM, crc_page(page));
}
