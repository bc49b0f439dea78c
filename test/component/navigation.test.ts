import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { heading, openApp, press } from './app';

test('the first screen leaves the focus alone, every later one gives it to its heading', async () => {
  await openApp();
  expect(document.body).toHaveFocus();

  await press('Bags');
  expect(await heading('Bags')).toHaveFocus();
  expect(document.title).toBe('Bags · Postbag');
  expect(screen.getByRole('button', { name: 'Bags' })).toHaveAttribute('aria-current', 'page');

  await press(/^Runs/);
  expect(await heading('Runs')).toHaveFocus();
});

test('the way past the navigation leads to the heading', async () => {
  await openApp();
  await press('Skip to the content');
  expect(await heading('Post offices')).toHaveFocus();
});

test('a chosen theme is shown at once and kept; the system’s own needs no mark', async () => {
  const { fake } = await openApp();
  await fireEvent.click(screen.getByRole('radio', { name: 'Dark' }));
  expect(document.documentElement).toHaveAttribute('data-theme', 'dark');
  await fireEvent.click(screen.getByRole('radio', { name: 'System' }));
  expect(document.documentElement).not.toHaveAttribute('data-theme');
  expect(fake.inputsOf('setTheme')).toEqual([{ theme: 'dark' }, { theme: 'system' }]);
});

test('the navigation counts what needs attention and what is going on', async () => {
  await openApp();
  expect(await screen.findByText('3 post offices need attention')).toBeInTheDocument();
  expect(await screen.findByText('1 run is going on')).toBeInTheDocument();
});
