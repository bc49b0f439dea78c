import { expect, test } from 'vitest';
import { postbag } from '../../support/cli';
import { makePlaces } from '../../support/places';
import { bagsIn } from '../../support/vault';

test.each([
  { call: ['--help'], says: ['inventory', 'backup', 'verify', 'practice'] },
  { call: ['help', 'backup'], says: ['<post-office>', '--to <vault>', '--method', '--json'] },
  { call: ['backup', '--help'], says: ['a folder that holds bags'] },
  { call: ['practice', '--help'], says: ['make', 'users', 'check'] },
  { call: ['repair', '--help'], says: ['begin', 'run', 'confirm', 'no option for a password'] },
  { call: ['repair', 'run', '--help'], says: ['--all', '--name'] },
  { call: ['restore', '--help'], says: ['begin', 'answer', 'sign', 'online', 'swap-back', 'checklist'] },
  { call: ['prove', '--help'], says: ['schedulers', '--in <vault>'] },
  { call: ['--version'], says: ['0.'] },
])('help is no wrong call: postbag $call', async ({ call, says }) => {
  const { home } = await makePlaces();
  const { code, stdout, stderr } = await postbag(call, { home });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const word of says) expect(stdout).toContain(word);
});

test.each([
  { call: [], says: 'Usage: postbag' },
  { call: ['restor'], says: 'unknown command' },
  { call: ['backup'], says: '--to <vault>' },
  { call: ['backup', 'x'], says: '--to <vault>' },
  { call: ['backup', 'x', '--to'], says: 'argument missing' },
  { call: ['backup', 'x', '--to', 'y', '--method', 'magic'], says: 'Allowed choices are linear' },
  { call: ['backup', 'x', '--to', 'y', '--fast'], says: 'unknown option' },
  {
    call: ['backup', 'x', '--to', 'y', '--passes', '0'],
    says: '--passes must be a whole number from 1',
  },
  { call: ['backup', 'x', '--to', 'y', '--minutes', '-1'], says: '--minutes must be a whole number' },
  {
    call: ['backup', 'x', '--to', 'y', '--locked-wait', '1.5'],
    says: '--locked-wait must be a whole number',
  },
  { call: ['inventory', 'x', 'y'], says: 'too many arguments' },
  { call: ['verify'], says: 'bag' },
  { call: ['practice', 'make', 'x', '--users', '0'], says: '--users must be a whole number from 1 up' },
  { call: ['practice', 'make', 'x', '--seed', '1.5'], says: '--seed must be a whole number from 0 up' },
  { call: ['practice', 'make', 'x', '--shape', 'db7'], says: 'Allowed choices are db6, db8' },
  { call: ['tools', '--tool', 'FORMAT=x'], says: 'NAME=path' },
  { call: ['tools', '--minutes', '0'], says: '--minutes must be a whole number from 1 to 6000' },
  { call: ['repair', 'confirm', 'x', 'look'], says: '--by <name>' },
  { call: ['restore', 'sign', 'x'], says: '--by <name>' },
  { call: ['restore', 'sign', 'x', '--by', ' '], says: 'A name is needed' },
  { call: ['restore', 'answer', 'x', 'y', 'perhaps', '--by', 'A'], says: 'Allowed choices are yes, no' },
  { call: ['restore', 'overrule', 'x', 'checks', '--by', 'A'], says: '--reason <text>' },
  { call: ['restore', 'overrule', 'x', 'checks', '--by', 'A', '--reason', ' '], says: 'A reason is needed' },
  { call: ['copy-out', 'x', 'y', '--only', 'users,mail'], says: '--only takes users, directory, store' },
  { call: ['restore', 'remind', '--days', '-1'], says: '--days must be a whole number from 0' },
  { call: ['repair', 'begin', 'x', '--procedure', 'magic'], says: 'Allowed choices are db6-overhaul' },
  { call: ['practice', 'users', 'x', '--seconds', '-1'], says: '--seconds must be a whole number' },
])('a wrong call is told from a failure, and does nothing: postbag $call', async ({ call, says }) => {
  const { base, home, vault } = await makePlaces();
  const { code, stdout, stderr } = await postbag(call, { home, cwd: base });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(new RegExp(says));
  expect(await bagsIn(vault)).toEqual({ finished: [], unfinished: [] });
});
