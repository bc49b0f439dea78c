/** Bytes in a page of WebAssembly memory. */
const PAGE = 64 * 1024;

/** The part that is used here; the types of Node leave it to browsers. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => {
    readonly buffer: SharedArrayBuffer;
  };
};

/**
 * Memory that begins at a page border, as direct reading needs it and no other memory of Node does, and that threads
 * can share. What is never touched takes no room.
 * @param bytes a multiple of 64 KB.
 */
export function alignedMemory(bytes: number): SharedArrayBuffer {
  const pages = bytes / PAGE;
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }).buffer;
}
