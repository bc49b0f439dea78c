import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { FindingCode } from '../../../shared/finding';
import { Cancelled, PostbagError } from '../../../electron/run/errors';
import { runFiles } from '../../../electron/run/folders';
import { pendingUndos, readRun, recoverRuns } from '../../../electron/run/recovery';
import type { Step } from '../../../electron/run/step';
import { handlersThat, runSteps, step, tempFolder } from './fixtures';

const fail = (): never => {
  throw new PostbagError('copy', 'no-space', { reason: 'ENOSPC' });
};

describe('a run', () => {
  it('takes its steps in order and is verified when nothing was found', async () => {
    const order: string[] = [];
    const record = await runSteps(await tempFolder(), [
      step('check-vault', () => void order.push('check')),
      step('verify', () => void order.push('verify')),
      step('seal', (context) => {
        order.push('seal');
        context.setFacts({ bag: '/vault/bag', grade: 'loose' });
      }),
    ]);
    expect(order).toEqual(['check', 'verify', 'seal']);
    expect(record).toMatchObject({ verdict: 'verified', bag: '/vault/bag', grade: 'loose' });
  });

  it('is not called verified when something must be looked at', async () => {
    const record = await runSteps(await tempFolder(), [
      step('settle', (context) => {
        context.finding({
          code: 'not-settled',
          severity: 'warning',
          stage: 'copy',
          params: { end: 'passes', passes: 1, minutes: 15, count: 1, unread: 0, names: 'X' },
        });
      }),
    ]);
    expect(record.verdict).toBe('findings');
  });

  it('has every undo on the disk before its step acts', async () => {
    const home = await tempFolder();
    let seen = '';
    await runSteps(home, [
      step(
        'open-bag',
        async (context) => {
          seen = await readFile(runFiles(home, context.runId).journal, 'utf8');
        },
        '/vault/.a.partial',
      ),
    ]);
    expect(seen).toContain('"type":"undo"');
    expect(seen).toContain('/vault/.a.partial');
  });

  it.each([
    ['done', () => undefined],
    ['failed', fail],
  ])('takes everything back in reverse order when it is %s', async (_how, last) => {
    const undone: string[] = [];
    await runSteps(
      await tempFolder(),
      [
        step('open-bag', () => undefined, 'first'),
        step('open-bag', () => undefined, 'second'),
        step('seal', last),
      ],
      handlersThat(undone),
    );
    expect(undone).toEqual(['second', 'first']);
  });

  it('takes back a step that failed half-way', async () => {
    const undone: string[] = [];
    const record = await runSteps(await tempFolder(), [step('open-bag', fail, 'half')], handlersThat(undone));
    expect(undone).toEqual(['half']);
    expect(record.verdict).toBe('failed');
    expect(record.findings).toMatchObject([{ code: 'no-space', severity: 'error', stage: 'copy' }]);
  });

  it('does nothing after a failed step', async () => {
    let reached = false;
    await runSteps(await tempFolder(), [step('copy-group', fail), step('seal', () => void (reached = true))]);
    expect(reached).toBe(false);
  });

  it('is cancelled in the middle of a step, and says so', async () => {
    const controller = new AbortController();
    const undone: string[] = [];
    const record = await runSteps(
      await tempFolder(),
      [
        step(
          'copy-group',
          async ({ signal }) => {
            const heard = new Promise((_, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason as Error));
            });
            controller.abort(new Cancelled('by a person'));
            await heard;
          },
          'begun',
        ),
        step('seal', () => undefined),
      ],
      handlersThat(undone),
      controller.signal,
    );
    expect(record.verdict).toBe('cancelled');
    expect(record.findings).toMatchObject([{ code: 'cancelled', severity: 'info' }]);
    expect(undone).toEqual(['begun']);
  });

  it('stays done when the cancelling comes after its last step', async () => {
    const controller = new AbortController();
    const steps = [step('seal', () => controller.abort(new Cancelled('too late')))];
    const record = await runSteps(await tempFolder(), steps, handlersThat([]), controller.signal);
    expect(record.verdict).toBe('verified');
  });

  it('shows what is wrong when something breaks that nobody thought of', async () => {
    const steps = [
      step('verify', () => {
        throw new TypeError('x is not a function');
      }),
    ];
    const record = await runSteps(await tempFolder(), steps);
    expect(record.findings).toMatchObject([
      { code: 'unexpected', params: { reason: 'x is not a function' } },
    ]);
  });
});

describe('a run that failed', () => {
  const copied = step('copy-group', (context) => context.setFacts({ files: 3, bytes: 300 }));
  const ends = (code: FindingCode): Step =>
    step('settle', () => {
      throw new PostbagError('copy', code, { path: '/vault' });
    });

  it.each<FindingCode>(['vault-lost', 'post-office-lost'])(
    'because of something outside that may be over tomorrow (%s) keeps what it has copied, and that alone',
    async (code) => {
      const home = await tempFolder();
      const undone: string[] = [];
      const steps = [
        step('check-vault', () => undefined, 'first'),
        step('open-bag', () => undefined, 'kept bag'),
        copied,
        ends(code),
      ];
      const record = await runSteps(home, steps, handlersThat(undone));
      expect(undone).toEqual(['first']);
      expect(record).toMatchObject({
        verdict: 'failed',
        resumable: { from: record.id, files: 3, bytes: 300 },
        pendingUndos: [{ params: { folder: 'kept bag' } }],
      });
      expect(await pendingUndos(home), 'what is kept is an offer, not a debt').toEqual([]);
      expect((await readRun(home, record.id))?.resumable).toEqual(record.resumable);
    },
  );

  it('because of what it found keeps nothing', async () => {
    const undone: string[] = [];
    const steps = [step('open-bag', () => undefined, 'kept bag'), copied, ends('no-space')];
    const record = await runSteps(await tempFolder(), steps, handlersThat(undone));
    expect(undone).toEqual(['kept bag']);
    expect(record.resumable).toBeNull();
  });

  it('before anything was copied keeps nothing', async () => {
    const undone: string[] = [];
    const steps = [step('open-bag', () => undefined, 'kept bag'), ends('vault-lost')];
    const record = await runSteps(await tempFolder(), steps, handlersThat(undone));
    expect(undone).toEqual(['kept bag']);
    expect(record.resumable).toBeNull();
  });

  it('or was cancelled by a person keeps nothing', async () => {
    const controller = new AbortController();
    const undone: string[] = [];
    const steps = [
      step('open-bag', () => undefined, 'kept bag'),
      copied,
      step('settle', () => {
        controller.abort(new Cancelled('by a person'));
        throw new PostbagError('copy', 'vault-lost', { path: '/vault' });
      }),
    ];
    const record = await runSteps(await tempFolder(), steps, handlersThat(undone), controller.signal);
    expect(record).toMatchObject({ verdict: 'cancelled', resumable: null });
    expect(undone).toEqual(['kept bag']);
  });
});

describe('what a run works with', () => {
  it.each([
    ['done', () => undefined],
    ['failed', fail],
  ])('is let go once, before anything is taken back, when it is %s', async (_how, last) => {
    const log: string[] = [];
    const release = (): Promise<void> => {
      log.push('released');
      return Promise.resolve();
    };
    const steps = [step('open-bag', () => undefined, 'undone'), step('seal', last)];
    await runSteps(await tempFolder(), steps, handlersThat(log), undefined, { release });
    expect(log).toEqual(['released', 'undone']);
  });

  it('and cannot be let go keeps nothing from being taken back', async () => {
    const log: string[] = [];
    const release = (): Promise<void> => Promise.reject(new Error('it hangs'));
    const steps = [step('open-bag', () => undefined, 'undone')];
    const record = await runSteps(await tempFolder(), steps, handlersThat(log), undefined, { release });
    expect(log).toEqual(['undone']);
    expect(record.verdict).toBe('verified');
  });
});

describe('an undo that fails', () => {
  it('does not stop the others, is shown, and stays on the list until it is done', async () => {
    const home = await tempFolder();
    const undone: string[] = [];
    const record = await runSteps(
      home,
      [step('open-bag', () => undefined, 'easy'), step('open-bag', fail, 'stuck')],
      handlersThat(undone, new Set(['stuck'])),
    );
    expect(undone).toEqual(['stuck', 'easy']);
    expect(record.findings.map((finding) => finding.code)).toContain('undo-failed');
    expect(await pendingUndos(home)).toMatchObject([
      { params: { folder: 'stuck' }, lastError: 'the disk is away', postOffice: 'Head office' },
    ]);

    const still = await recoverRuns(home, handlersThat([], new Set(['stuck'])));
    expect(still).toMatchObject([{ code: 'undo-failed' }]);

    const done = await recoverRuns(home, handlersThat([]));
    expect(done).toMatchObject([{ code: 'undo-done', params: { folder: 'stuck' } }]);
    expect(await pendingUndos(home)).toEqual([]);
    expect(await recoverRuns(home, handlersThat([]))).toEqual([]);
    expect((await readRun(home, record.id))?.verdict).toBe('failed');
  });
});
