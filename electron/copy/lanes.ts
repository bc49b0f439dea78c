/**
 * Does something for every item, `width` at a time, in order of the items. After the first failure nothing more is
 * begun; it is thrown when all that was begun has ended.
 * @param onFailure called at once, so that what was begun can be told to end
 */
export async function eachInLanes<Item>(
  items: Iterable<Item>,
  width: number,
  act: (item: Item) => Promise<void>,
  onFailure: () => void = () => undefined,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const failures: unknown[] = [];
  const lane = async (): Promise<void> => {
    for (let next = queue.next(); !next.done && failures.length === 0; next = queue.next()) {
      try {
        await act(next.value);
      } catch (error) {
        failures.push(error);
        onFailure();
      }
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  if (failures.length > 0) throw failures[0];
}
