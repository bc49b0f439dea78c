/**
 * The bytes that one write leaves behind. They tell the write and the place in it, so no two writes leave the same
 * bytes, and a block that was stored in a wrong place is noticed.
 * @param {number} fill number of the write
 * @param {number} length bytes
 * @returns {Buffer}
 */
export function contentOf(fill, length) {
  const bytes = Buffer.alloc(Math.ceil(length / 4) * 4);
  let state = Math.imul(fill + 1, 0x9e3779b1) | 0;
  for (let at = 0; at < bytes.length; at += 4) {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + at + fill) | 0;
    bytes.writeInt32LE(state, at);
  }
  return bytes.subarray(0, length);
}
