/** Lets everything else that waits have its turn: long work in the main process must not hold up the window. */
export async function breathe(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}
