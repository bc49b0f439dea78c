/**
 * The tests, as projects that `npm test -- <name>` runs one by one. Those that need real parts of a system (daemons,
 * Wine, killed processes) get more time, and those that disturb each other run one file after another.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import path from 'node:path';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '..');

/** How many test files run at the same time; the smallest machine we test on has two cores. */
const workers = 2;

interface NodeProject {
  name: string;
  /** Limit for one test, in milliseconds. */
  timeout: number;
  /** Projects of the same group run at the same time; a group waits for the one before. */
  group: number;
  oneFileAtATime?: boolean;
}

function nodeProject({
  name,
  timeout,
  group,
  oneFileAtATime = false,
}: NodeProject): TestProjectConfiguration {
  return {
    test: {
      name,
      root,
      environment: 'node',
      include: [`test/${name}/**/*.test.{ts,mjs}`],
      globalSetup: path.join(root, 'test/setup/engine.mjs'),
      testTimeout: timeout,
      hookTimeout: timeout,
      fileParallelism: !oneFileAtATime,
      sequence: { groupOrder: group },
    },
  };
}

export default defineConfig({
  root,
  test: {
    maxWorkers: workers,
    projects: [
      nodeProject({ name: 'unit', timeout: 20_000, group: 0 }),
      {
        plugins: [svelte({ configFile: false }), svelteTesting()],
        test: {
          name: 'component',
          root,
          environment: 'jsdom',
          include: ['test/component/**/*.test.ts'],
          setupFiles: path.join(root, 'test/setup/component.ts'),
          sequence: { groupOrder: 0 },
        },
      },
      nodeProject({ name: 'integration', timeout: 120_000, group: 1 }),
      nodeProject({ name: 'faults', timeout: 300_000, group: 2, oneFileAtATime: true }),
      nodeProject({ name: 'property', timeout: 300_000, group: 3, oneFileAtATime: true }),
      nodeProject({ name: 'wine', timeout: 300_000, group: 4, oneFileAtATime: true }),
      // Only where LVM and software RAID are: in the guest that build/guest.mjs starts.
      ...(process.env['POSTBAG_GUEST'] === '1'
        ? [nodeProject({ name: 'guest', timeout: 300_000, group: 5, oneFileAtATime: true })]
        : []),
    ],
  },
});
