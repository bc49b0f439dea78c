import { ESLint } from 'eslint';
import path from 'node:path';
import ts from 'typescript-eslint';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');

/** The project's own lint, without the rules that need types: they ask for files that exist. */
const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: path.join(root, 'build/eslint.config.js'),
  overrideConfig: [
    ts.configs.disableTypeChecked,
    {
      languageOptions: { parserOptions: { project: false } },
      rules: { '@typescript-eslint/no-unused-vars': 'off' },
    },
  ],
});

async function messages(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: path.join(root, file) });
  return (result?.messages ?? []).map(({ ruleId, message }) => `${String(ruleId)}: ${message}`);
}

describe('an import that points up or sideways is refused, with the reason', () => {
  test.each([
    ['shared/x.ts', '../electron/run/child', 'shared must not import electron/run: shared/ is the contract'],
    ['shared/x.ts', 'node:path', 'shared must not import node:path: shared/ is the contract'],
    ['shared/words/x.ts', 'fs', 'shared must not import fs: '],
    ['electron/run/x.ts', '../copy/copier', 'electron/run must not import electron/copy: run/ runs steps'],
    ['electron/bag/x.ts', '../run/errors', 'electron/bag must not import electron/run: bag/ knows BagIt'],
    ['electron/postoffice/x.ts', '../vault/list', 'electron/postoffice must not import electron/vault: '],
    [
      'electron/copy/x.ts',
      '../vault/list',
      'electron/copy must not import electron/vault: copy/ copies files',
    ],
    ['electron/vault/x.ts', '../backup/linear', 'electron/vault must not import electron/backup: '],
    ['electron/practice/x.ts', '../backup/linear', 'electron/practice must not import electron/backup: '],
    [
      'electron/settings/x.ts',
      '../postoffice/formats',
      'electron/settings must not import electron/postoffice: ',
    ],
    ['electron/backup/x.ts', '../app/window', 'electron/backup must not import electron/app: '],
    ['electron/backup/x.ts', '../engine/engine', 'electron/backup must not import electron/engine: '],
    ['electron/engine/x.ts', '../cli/print', 'electron/engine must not import electron/cli: engine/ is what'],
    ['electron/cli/x.ts', '../app/window', 'electron/cli must not import electron/app: the CLI runs'],
    ['electron/cli.ts', './app/window', 'electron/cli must not import electron/app: '],
    ['electron/app/x.ts', '../main', 'electron/app must not import electron/main: app/ shows the engine'],
    ['electron/preload.ts', './run/errors', 'electron/preload must not import electron/run: '],
    [
      'renderer/x.ts',
      '../electron/app/ipc',
      'renderer must not import electron/app: the screens are sandboxed',
    ],
    ['renderer/x.ts', 'node:fs', 'renderer must not import node:fs: the screens are sandboxed'],
    [
      'electron/run/x.ts',
      '../../test/e2e/fixtures',
      'electron/run must not import ../../test/e2e/fixtures: ',
    ],
  ])('%s imports %s', async (file, imported, expected) => {
    expect(await messages(file, `import { a } from '${imported}';`)).toEqual([
      expect.stringContaining(`postbag/layers: ${expected}`),
    ]);
  });

  test.each(['shared', 'electron/run', 'electron/bag', 'electron/vault', 'electron/backup', 'renderer'])(
    '%s imports electron',
    async (room) => {
      const found = await messages(`${room}/x.ts`, `import { app } from 'electron';`);
      expect(found).toEqual([
        expect.stringContaining(`${room} must not import electron: only electron/app, main.ts`),
      ]);
    },
  );

  test.each([
    `export * from '../vault/list';`,
    `export { a } from '../vault/list';`,
    `import type { a } from '../vault/list';`,
    `void import('../vault/list');`,
    `require('../vault/list');`,
  ])('however it is written: %s', async (text) => {
    expect(await messages('electron/copy/x.ts', text)).toContainEqual(
      expect.stringContaining('postbag/layers'),
    );
  });
});

test.each([
  ['electron/main.ts', './app/window'],
  ['electron/app/windows/x.ts', 'electron'],
  ['electron/app/x.ts', '../backup/linear'],
  ['electron/preload.ts', 'electron'],
  ['electron/preload.ts', '../shared/contract'],
  ['electron/cli.ts', './cli/program'],
  ['electron/cli/x.ts', '../engine/engine'],
  ['electron/cli/x.ts', '../../package.json'],
  ['electron/engine/x.ts', '../backup/linear'],
  ['electron/backup/x.ts', '../copy/copier'],
  ['electron/vault/x.ts', '../bag/read'],
  ['electron/copy/x.ts', '../run/errors'],
  ['electron/run/x.ts', 'node:fs'],
  ['electron/bag/x.ts', './manifest'],
  ['shared/x.ts', 'zod'],
  ['renderer/screens/x.ts', '../parts/table'],
  ['renderer/screens/x.ts', '../../shared/contract'],
])('an import that points down is fine: %s imports %s', async (file, imported) => {
  expect(await messages(file, `import { a } from '${imported}';`)).toEqual([]);
});

test('a new folder under electron/ needs a level first', async () => {
  expect(await messages('electron/unheard-of/x.ts', 'export const a = 1;')).toEqual([
    expect.stringContaining('build/layers.mjs'),
  ]);
});

test('only one file may open a link outside the app', async () => {
  const text = `import { shell } from 'electron'; await shell.openExternal('https://example.org');`;
  expect(await messages('electron/app/menu.ts', text)).toEqual([
    expect.stringContaining('electron/app/security/external.ts'),
  ]);
  expect(await messages('electron/app/security/external.ts', text)).toEqual([]);
});

test('the engine does not write to the console; programs may', async () => {
  const text = `console.log('x');`;
  expect(await messages('electron/copy/x.ts', text)).toEqual([expect.stringContaining('no-console')]);
  expect(await messages('electron/app/x.ts', text)).toEqual([expect.stringContaining('no-console')]);
  expect(await messages('electron/cli.ts', text)).toEqual([]);
  expect(await messages('electron/practice/users.entry.ts', text)).toEqual([]);
});

test.each([
  `import { glob } from 'node:fs/promises'; export { glob };`,
  `import { styleText } from 'node:util'; export { styleText };`,
  `import { hash } from 'node:crypto'; export { hash };`,
  `export const groups = Object.groupBy([], String);`,
  `export const signal = AbortSignal.any([]);`,
  `import fs from 'node:fs/promises'; export const names = fs.readdir('.', { recursive: true });`,
  `export const folder = (entry: { parentPath: string }) => entry.parentPath;`,
  `export const here = import.meta.url;`,
])('what the oldest runtime lacks is refused: %s', async (text) => {
  // Both rules know some of them.
  expect(await messages('electron/copy/x.ts', text)).toContainEqual(
    expect.stringMatching(/^(n\/no-unsupported-features|no-restricted-syntax)/),
  );
});
