import { mkdirSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { postbag, postbagJson } from '../support/cli';
import { codesOf, told } from '../support/lines';
import { makePlaces } from '../support/places';
import { makePostOffice } from '../support/post-office';

test.each([
  { what: 'cut off in the middle', content: '{"version":1,"postOffices":[{"id":"a","na' },
  { what: 'empty', content: '' },
  { what: 'zeros, as after a power cut', content: '\0'.repeat(200) },
  { what: 'of another shape', content: '{"version":1,"postOffices":"none","vaults":[],"theme":"system"}' },
  { what: 'of a later version', content: '{"version":2}' },
])('settings that are $what are kept aside, said so once, and work goes on', async ({ content }) => {
  const { home, vault, postOffice } = await makePlaces();
  await makePostOffice(postOffice);
  await writeFile(path.join(home, 'settings.json'), content);

  const first = await postbagJson(['backup', postOffice, '--to', vault], { home });
  expect(first.code).toBe(3);
  expect(codesOf(first.lines)).toEqual(['settings-damaged', 'same-disk']);
  const damaged = told(first.lines, 'settings-damaged');
  const kept = String(damaged.params['kept']);
  expect(damaged.why).toContain(kept);
  expect(await readFile(path.join(home, kept), 'utf8')).toBe(content);

  const second = await postbagJson(['inventory'], { home });
  expect(second).toMatchObject({ code: 0, stdout: '' });
  expect((await readdir(home)).filter((name) => name.includes('damaged'))).toEqual([kept]);
});

test('in words, with what to do next', async () => {
  const { home } = await makePlaces();
  await writeFile(path.join(home, 'settings.json'), 'rubbish');
  const { code, stdout } = await postbag(['inventory'], { home });
  expect(code).toBe(0);
  expect(stdout).toContain('Warning: The settings were damaged and could not be read.');
  expect(stdout).toContain('Add your post offices and vaults again');
});

test('settings that cannot be read at all are no damaged settings, and are left alone', async () => {
  const { home } = await makePlaces();
  mkdirSync(path.join(home, 'settings.json', 'a folder'), { recursive: true });
  const { code, lines } = await postbagJson(['inventory'], { home });
  expect(code).toBe(1);
  expect(codesOf(lines)).toEqual(['settings-not-saved']);
  expect(await readdir(home)).toEqual(['settings.json']);
});
