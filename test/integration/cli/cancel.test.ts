import { expect, test } from 'vitest';
import { postbagJson, start, withLines } from '../../support/cli';
import { askEngine } from '../../support/engine';
import { groupCopied, NextRun, stepEnded } from '../../support/journal';
import { codesOf, lineOf } from '../../support/lines';
import { makePlaces } from '../../support/places';
import { MEDIUM, makePostOffice } from '../../support/post-office';
import { treeHash } from '../../support/tree';
import { bagsIn, onlyBag } from '../../support/vault';

test.each([
  { signal: 'SIGINT', when: 'when the bag was begun', ready: stepEnded('open-bag') },
  { signal: 'SIGTERM', when: 'in the middle of copying', ready: groupCopied('directory') },
  { signal: 'SIGINT', when: 'when everything was copied', ready: stepEnded('settle') },
] as const)('$signal $when takes everything back and ends with 130', async ({ signal, ready }) => {
  const { home, vault, postOffice } = await makePlaces();
  await makePostOffice(postOffice, { messages: MEDIUM });
  await postbagJson(['backup', postOffice, '--to', vault], { home });
  const older = await onlyBag(vault);
  const before = await treeHash(older);

  const next = new NextRun(home);
  const backup = start(['backup', postOffice, '--to', vault, '--json'], { home });
  await next.disturb(backup, ready, async () => {
    const { finished, unfinished } = await bagsIn(vault);
    expect({ finished, unfinished: unfinished.length }).toEqual({ finished: [older], unfinished: 1 });
    backup.kill(signal);
  });
  const { code, lines } = withLines(await backup.ended);
  expect(code).toBe(130);
  expect(codesOf(lines)).toContain('cancelled');
  expect(lineOf(lines, 'result').record).toMatchObject({ verdict: 'cancelled', bag: null, pendingUndos: [] });
  expect(await bagsIn(vault)).toEqual({ finished: [older], unfinished: [] });
  expect(await treeHash(older)).toBe(before);

  // Cancelling is no accident: the next start has nothing to say.
  expect(await postbagJson(['inventory'], { home })).toMatchObject({ code: 0, stdout: '' });
  const { history } = await askEngine(home);
  expect(history.map(({ verdict }) => verdict)).toEqual(['cancelled', 'findings']);
});

test('verify can be cancelled too, and then says nothing about the bag', async () => {
  const { home, vault, postOffice } = await makePlaces();
  await makePostOffice(postOffice, { messages: MEDIUM });
  await postbagJson(['backup', postOffice, '--to', vault], { home });
  const bag = await onlyBag(vault);
  const next = new NextRun(home);
  const verify = start(['verify', bag], { home });
  await next.disturb(
    verify,
    (records) => records.length > 0,
    () => verify.kill('SIGINT'),
  );
  const { code, stdout } = await verify.ended;
  expect(code).toBe(130);
  expect(stdout).toContain('Cancelling; what has been begun is taken back');
  expect(stdout).toContain('Nothing can be said about the bag.');
});
