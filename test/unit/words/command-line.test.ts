import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { verifyCommand } from '../../../shared/words/command-line';

/** What a shell makes of a shown line, with `postbag` standing for printing its arguments. */
function typed(line: string): string[] {
  const script = `postbag() { printf '%s\\n' "$@"; }; ${line}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n').slice(0, -1);
}

describe('a shown command line', () => {
  it.each([
    '/mnt/usb/a',
    'Head office',
    'costs $HOME',
    '`id`',
    '$(id)',
    'say "hi"',
    'it’s $5',
    "it's $5",
    'now!',
  ])('means the same folder when it is pasted: %s', (folder) => {
    expect(typed(verifyCommand(folder))).toEqual(['verify', folder]);
  });
});
