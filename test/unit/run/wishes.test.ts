import { expect, test } from 'vitest';
import { Cancelled } from '../../../electron/run/errors';
import { Wishes } from '../../../electron/run/wishes';

const never = new AbortController().signal;

test('a wish is heard by who listens for it, and by nobody else', async () => {
  const wishes = new Wishes();
  expect(wishes.say('seal')).toBe(false);
  const heard = wishes.listen(
    (wish) => wish === 'go-on',
    async (listener) => await listener.next(never),
  );
  expect(wishes.say('seal')).toBe(false);
  expect(wishes.say('go-on')).toBe(true);
  expect(await heard).toBe('go-on');
  expect(wishes.say('go-on')).toBe(false);
});

test('what is said while the listener is busy is not lost', async () => {
  const wishes = new Wishes();
  const heard = wishes.listen(
    () => true,
    async (listener) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const said = [];
      for (let turn = 0; turn < 3; turn++) said.push(await listener.next(never, 1));
      return said;
    },
  );
  wishes.say('disconnect-all');
  wishes.say('go-on');
  expect(await heard).toEqual(['disconnect-all', 'go-on', null]);
});

test('waiting ends when it is cancelled, and leaves no listener behind', async () => {
  const wishes = new Wishes();
  const controller = new AbortController();
  const heard = wishes.listen(
    () => true,
    async (listener) => await listener.next(controller.signal),
  );
  controller.abort(new Cancelled('cancelled'));
  await expect(heard).rejects.toBeInstanceOf(Cancelled);
  expect(wishes.say('go-on')).toBe(false);
});
