import '@testing-library/jest-dom/vitest';
import './jsdom-lacks';
import { configure, fireEvent, render, screen, within } from '@testing-library/svelte';
import { vi } from 'vitest';
import App from '../../renderer/App.svelte';
import { Stores } from '../../renderer/state/stores.svelte';
import { installFakeBridge, type FakeBridge } from './fake-bridge';

// Finding an element by its role takes jsdom long on a whole screen, most of all on a busy machine.
vi.setConfig({ testTimeout: 30_000 });
configure({ asyncUtilTimeout: 10_000 });

/** The whole window over a fake bridge, as far as it is when a person first sees it. */
export async function openApp(answers: Parameters<typeof installFakeBridge>[0] = {}): Promise<{
  fake: FakeBridge;
  stores: Stores;
}> {
  const fake = installFakeBridge(answers);
  const stores = new Stores();
  render(App, { stores });
  await screen.findByRole('heading', { level: 1, name: 'Post offices' });
  return { fake, stores };
}

/** Presses the button with this name, once it is there. */
export async function press(name: string | RegExp, inside: HTMLElement = document.body): Promise<void> {
  // With `hidden` every style need not be computed, which is most of the time of such a search.
  const [button] = await within(inside).findAllByRole('button', { name, hidden: true });
  if (!button) throw new Error(`no button ${String(name)}`);
  // A click of a mouse or a key gives a button the focus first.
  button.focus();
  await fireEvent.click(button);
}

export const heading = async (name: string | RegExp): Promise<HTMLElement> =>
  await screen.findByRole('heading', { level: 1, name });
