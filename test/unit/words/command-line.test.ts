import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { makeProgram } from '../../../electron/cli/program';
import { usualBackupOptions, type BackupOptions } from '../../../shared/run';
import { backupCommand, copyOutCommand, verifyCommand } from '../../../shared/words/command-line';

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
    expect(typed(copyOutCommand(folder, folder))).toEqual(['copy-out', folder, folder]);
    const backup = ['backup', folder, '--to', folder, '--method', 'linear'];
    expect(typed(backupCommand(folder, folder, 'linear', usualBackupOptions))).toEqual(backup);
    const named = backupCommand('/po', '/vault', 'linear', usualBackupOptions, folder);
    expect(typed(named).slice(-2)).toEqual(['--name', folder]);
  });
});

describe('the command line of a backup', () => {
  const lineOf = (options: Partial<BackupOptions>): string =>
    backupCommand('Leeds', '/vault', 'linear', { ...usualBackupOptions, ...options });

  it('does not tell what is usual', () => {
    expect(lineOf({})).toBe('postbag backup Leeds --to /vault --method linear');
  });

  it.each<[Partial<BackupOptions>, string]>([
    [{ settle: { passes: 3, minutes: 15 } }, '--passes 3'],
    [{ settle: { passes: 20, minutes: 0 } }, '--minutes 0'],
    [{ lockedWaitSeconds: 0 }, '--locked-wait 0'],
    [{ afresh: true }, '--afresh'],
    [
      { settle: { passes: 1, minutes: 2 }, lockedWaitSeconds: 3, afresh: true },
      '--passes 1 --minutes 2 --locked-wait 3 --afresh',
    ],
  ])('tells what was chosen: %o', (options, words) => {
    expect(lineOf(options)).toBe(`${lineOf({})} ${words}`);
  });

  it('tells how it is made to stand still, where it is', () => {
    const still = { provider: 'lvm', use: 'auto', calm: 'required', calmSeconds: 5, calmMinutes: 7 } as const;
    const options = { ...usualBackupOptions, still };
    const words = '--provider lvm --if-not open --calm required --calm-seconds 5 --calm-minutes 7';
    expect(backupCommand('Leeds', '/vault', 'snapshot', options)).toBe(
      `postbag backup Leeds --to /vault --method snapshot ${words}`,
    );
    expect(backupCommand('Leeds', '/vault', 'mirror', usualBackupOptions)).toBe(
      'postbag backup Leeds --to /vault --method mirror',
    );
    expect(lineOf({ still }), 'of other methods nothing of it is told').toBe(lineOf({}));
    const backup = makeProgram().commands.find((command) => command.name() === 'backup');
    const flags = backup?.options.map(({ long }) => long) ?? [];
    expect(flags).toEqual(expect.arrayContaining(words.split(' ').filter((word) => word.startsWith('--'))));
  });

  it('uses only flags that the command has', () => {
    const backup = makeProgram().commands.find((command) => command.name() === 'backup');
    const flags = backup?.options.map(({ long }) => long) ?? [];
    const all = backupCommand(
      'Leeds',
      '/vault',
      'linear',
      {
        ...usualBackupOptions,
        settle: { passes: 1, minutes: 2 },
        lockedWaitSeconds: 3,
        afresh: true,
        hold: true,
      },
      'Quay',
    );
    const used = typed(all).filter((word) => word.startsWith('--'));
    expect(used).toHaveLength(7);
    expect(flags).toEqual(expect.arrayContaining(used));
  });
});
