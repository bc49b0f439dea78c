/**
 * Lint rules. What may import what stands in layers.mjs.
 */
import js from '@eslint/js';
import n from 'eslint-plugin-n';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import path from 'node:path';
import ts from 'typescript-eslint';
import { layersRule, rooms } from './layers.mjs';
import { root } from './paths.mjs';

/** The oldest runtime is Electron 25 with Node 18.15; the CLI and the tests run on Node 20 and newer. */
const nodeVersions = '^18.15.0 || >=20.0.0';

/** Every link that leaves the app passes the one file that checks it. */
const openExternal = {
  selector: 'MemberExpression[property.name="openExternal"]',
  message: 'Open links with electron/app/security/external.ts: it checks where they lead.',
};

/** What Node 18.15 lacks and the rules of eslint-plugin-n do not know. */
const missingInOldest = [
  {
    selector: 'CallExpression[callee.property.name=/^readdir(Sync)?$/] Property[key.name="recursive"]',
    message: 'Node 18.15 ignores `recursive` silently and lists one level.',
  },
  {
    selector: 'MemberExpression[property.name="parentPath"]',
    message: 'Node 18.15 has no Dirent.parentPath.',
  },
  {
    selector: 'MemberExpression[object.name="AbortSignal"][property.name="any"]',
    message: 'Node 18.15 has no AbortSignal.any.',
  },
  { selector: 'MetaProperty', message: 'The bundle is CommonJS: use __dirname.' },
];

export default defineConfig(
  globalIgnores(['**/node_modules/', '**/dist/', '**/release/', '**/test-results/', '**/.cache/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'build/tsconfig.renderer.json', 'build/tsconfig.e2e.json'].map((name) =>
          path.join(root, name),
        ),
        tsconfigRootDir: root,
        extraFileExtensions: ['.svelte'],
      },
    },
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    rules: {
      // Without `await` a rejected promise leaves the `try` that was written to catch it.
      '@typescript-eslint/return-await': ['error', 'always'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['electron/**/*.ts', 'shared/**/*.ts', 'renderer/**/*.ts', 'renderer/**/*.svelte'],
    plugins: { postbag: { rules: { layers: layersRule } } },
    // Not read by a rule: it makes ESLint's cache notice that the table changed.
    settings: { rooms },
    rules: {
      'postbag/layers': 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['electron/**/*.ts', 'shared/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', openExternal, ...missingInOldest] },
  },
  {
    files: ['electron/app/security/external.ts'],
    rules: { 'no-restricted-syntax': ['error', ...missingInOldest] },
  },
  {
    files: ['electron/cli.ts', 'electron/cli/**/*.ts', 'electron/**/*.entry.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['electron/**/*.ts', 'shared/**/*.ts'],
    plugins: { n },
    rules: {
      'n/no-unsupported-features/node-builtins': [
        'error',
        { version: nodeVersions, allowExperimental: true },
      ],
      'n/no-unsupported-features/es-builtins': ['error', { version: nodeVersions }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser }, globals: globals.browser },
    // Event handlers of a component may be asynchronous.
    rules: { '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }] },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  // Playwright's fixtures must destructure even when they need nothing.
  { files: ['test/e2e/**'], rules: { 'no-empty-pattern': 'off' } },
);
