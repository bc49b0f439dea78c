/** Waits until the next second has begun: a bag is called by the second in which its run began. */
export async function nextSecond(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_000 - (Date.now() % 1_000)));
}
