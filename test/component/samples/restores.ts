import { usualChecklist } from '../../../shared/checklists';
import type { AutoCheck, ItemAnswer, Online, Overrule, RestoreRow, RestoreView } from '../../../shared/proof';
import { outcomeOf, whatNextInRestore } from '../../../shared/restore-next';
import type { Plan } from '../../../shared/run';
import { ago, HOUR, MB, MINUTE } from './common';
import { plan } from './plans';

/** Restores and proofs of every kind. */

/** Nine checks that found nothing; `more` in place of one of them. */
export const autoChecks = (...more: readonly AutoCheck[]): AutoCheck[] => {
  const good: AutoCheck[] = [
    { id: 'manifest', result: 'ok', params: { same: 210, changed: 6 } },
    { id: 'complete', result: 'ok', params: { count: 2, name1: 'CLANDATA', name2: 'MLANDATA' } },
    { id: 'no-marker', result: 'ok', params: {} },
    { id: 'practice-checker', result: 'not-applicable', params: {} },
  ];
  return good.map((one) => more.find(({ id }) => id === one.id) ?? one);
};

/** A marker that somebody left. */
export const markerLeft: AutoCheck = {
  id: 'no-marker',
  result: 'failed',
  params: { count: 1, name1: 'CCPODOWN' },
};

export const items = () => usualChecklist('ccmail-db6', false);

export const itemAnswer = (answer: ItemAnswer['answer'], more: Partial<ItemAnswer> = {}): ItemAnswer => ({
  answer,
  note: '',
  by: 'Anna',
  at: ago(10 * MINUTE),
  ...more,
});

/** Every point answered with yes; `more` differs, by id. */
export const allAnswered = (more: Readonly<Record<string, ItemAnswer>> = {}): Record<string, ItemAnswer> => ({
  ...Object.fromEntries(items().map(({ id }) => [id, itemAnswer('yes')])),
  ...more,
});

export const overruled = (what: Overrule['what']): Overrule => ({
  what,
  reason: 'The owner wants it today',
  by: 'Anna',
  at: ago(5 * MINUTE),
});

export const signature = (
  outcome: 'proven' | 'not-proven' = 'proven',
): NonNullable<RestoreView['signature']> => ({
  by: 'Anna',
  at: ago(2 * MINUTE),
  outcome,
  file: 'proof.json',
});

export const online = (more: Partial<Online> = {}): Online => ({
  runId: 'run-online',
  at: ago(MINUTE),
  target: String.raw`\\FS1\MAIL\CCDATA`,
  aside: String.raw`\\FS1\MAIL\CCDATA before 2025-11-24`,
  swappedBack: null,
  ...more,
});

/** A restore as it is begun, with what differs; what has to happen next, and what it comes to, follow. */
export function restoreView(more: Partial<RestoreView> = {}): RestoreView {
  const view: RestoreView = {
    id: 'restore-1',
    purpose: 'restore',
    createdAt: ago(HOUR),
    verifiedAt: ago(HOUR),
    manifest: 'a'.repeat(64),
    tagManifest: 'b'.repeat(64),
    recoveryPoint: ago(9 * HOUR),
    sealedAt: ago(9 * HOUR),
    items: items(),
    answers: {},
    evidence: {},
    checks: [],
    checksAt: null,
    checkedFingerprint: null,
    overrules: [],
    signature: null,
    online: null,
    events: [{ at: ago(HOUR), what: 'begun', by: '', text: '' }],
    postOffice: 'Head office',
    postOfficeId: 'head',
    practice: false,
    format: 'ccmail-db6',
    bagId: 'bag-1',
    bag: { name: '2025-11-23T13-14-02Z linear', vault: String.raw`E:\Postbag`, grade: 'loose' },
    copy: String.raw`C:\Postbag\workbench\restore-1\copy`,
    next: 'repair',
    needsRepair: true,
    repairFinished: false,
    outcome: null,
    runId: null,
    damaged: false,
    target: String.raw`\\FS1\MAIL\CCDATA`,
    ...more,
  };
  const soFar = { ...view, checks: view.checksAt === null ? null : view.checks };
  return { ...view, next: whatNextInRestore(soFar), outcome: outcomeOf(soFar), ...more };
}

/** Repaired, and checked by the machine. */
export const checked = (more: Partial<RestoreView> = {}): RestoreView =>
  restoreView({ repairFinished: true, checks: autoChecks(), checksAt: ago(20 * MINUTE), ...more });

/** Everything answered and signed. */
export const signed = (more: Partial<RestoreView> = {}): RestoreView =>
  checked({ answers: allAnswered(), signature: signature(), ...more });

export const restoreRow = (id: string, more: Partial<RestoreRow> = {}): RestoreRow => {
  const { purpose, postOffice, postOfficeId, practice, bag, createdAt, next, runId, damaged } = restoreView();
  const row = { id, purpose, postOffice, postOfficeId, practice, bag, createdAt, next, runId, damaged };
  return { ...row, signature: null, online: null, ...more };
};

export const restoreRows = (): RestoreRow[] => [
  restoreRow('restore-1'),
  restoreRow('restore-2', {
    purpose: 'prove',
    postOffice: 'Branch Leeds',
    postOfficeId: 'leeds',
    createdAt: ago(2 * HOUR),
    next: 'answers',
  }),
  restoreRow('restore-3', {
    purpose: 'prove',
    postOffice: 'Practice',
    practice: true,
    createdAt: ago(3 * HOUR),
    next: 'finished',
    signature: signature('not-proven'),
  }),
  restoreRow('restore-4', { createdAt: ago(4 * HOUR), next: 'sign', damaged: true }),
  restoreRow('restore-5', {
    createdAt: ago(5 * HOUR),
    next: 'finished',
    signature: signature(),
    online: online(),
  }),
];

const small = (more: Partial<Plan>): Plan =>
  plan({ method: null, bestGrade: null, groups: [], options: null, findings: [], ...more });

export const restorePlan = (more: Partial<Plan> = {}): Plan =>
  small({
    id: 'plan-restore',
    kind: 'stage',
    steps: [
      { id: 'check-bag', params: { bag: '2025-11-23T13-14-02Z linear' }, undo: null },
      { id: 'check-workbench', params: { folder: String.raw`C:\Postbag\workbench` }, undo: null },
      { id: 'open-workbench', params: {}, undo: 'remove-landing' },
      { id: 'copy-out', params: { files: 216, bytes: 3_400 * MB }, undo: null },
      { id: 'finish-workbench', params: {}, undo: null },
    ],
    ...more,
  });

export const checksPlan = (more: Partial<Plan> = {}): Plan =>
  small({
    id: 'plan-checks',
    kind: 'check',
    steps: [{ id: 'check-copy', params: {}, undo: null }],
    ...more,
  });

export const onlinePlan = (more: Partial<Plan> = {}): Plan =>
  small({
    id: 'plan-online',
    kind: 'online',
    steps: [
      { id: 'check-target', params: { target: String.raw`\\FS1\MAIL\CCDATA` }, undo: null },
      {
        id: 'copy-in',
        params: { target: String.raw`\\FS1\MAIL\CCDATA`, files: 216, bytes: 3_400 * MB },
        undo: 'remove-landing',
      },
      { id: 'swap-in', params: { target: String.raw`\\FS1\MAIL\CCDATA`, there: 1 }, undo: 'put-back' },
    ],
    commandLine: 'postbag restore online restore-1',
    ...more,
  });

export const swapBackPlan = (more: Partial<Plan> = {}): Plan =>
  small({
    id: 'plan-swap-back',
    kind: 'swap-back',
    steps: [{ id: 'swap-back', params: { target: String.raw`\\FS1\MAIL\CCDATA` }, undo: 'put-back' }],
    ...more,
  });

export const copyOutPlan = (more: Partial<Plan> = {}): Plan =>
  small({
    id: 'plan-copy-out',
    kind: 'copy-out',
    steps: [
      { id: 'check-landing', params: { folder: String.raw`D:\Files` }, undo: null },
      { id: 'open-landing', params: {}, undo: 'remove-landing' },
      { id: 'copy-out', params: { files: 216, bytes: 3_400 * MB }, undo: null },
      { id: 'finish-landing', params: { folder: String.raw`D:\Files` }, undo: null },
    ],
    ...more,
  });
