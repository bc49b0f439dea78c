/** The bytes that write number `fill` leaves behind. */
export function contentOf(fill: number, length: number): Buffer;
