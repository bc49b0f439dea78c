import { expect, test } from 'vitest';
import { orCancelled } from '../../../electron/postoffice/cancel';
import { Cancelled } from '../../../electron/run/errors';

/** A system call on a network drive that never answers. */
const hanging = async (): Promise<never> => await new Promise<never>(() => undefined);

test('cancelling ends the wait for a call that never answers', async () => {
  const controller = new AbortController();
  const wait = orCancelled(hanging(), controller.signal);
  controller.abort();
  await expect(wait).rejects.toBeInstanceOf(Cancelled);
  await expect(orCancelled(hanging(), AbortSignal.abort())).rejects.toBeInstanceOf(Cancelled);
});

test('without cancelling, the answer or the error comes through', async () => {
  const { signal } = new AbortController();
  expect(await orCancelled(Promise.resolve(7), signal)).toBe(7);
  await expect(orCancelled(Promise.reject(new Error('EIO')), signal)).rejects.toThrow('EIO');
  expect(await orCancelled(Promise.resolve(7), undefined)).toBe(7);
});
