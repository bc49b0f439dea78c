import type { GroupInventory, InventorySummary, Patterns, Recognition } from '../../../shared/postoffice';
import { usualAccess } from '../../../shared/access';
import { usualChecklist } from '../../../shared/checklists';
import { noRepairSettings } from '../../../shared/repair';
import { noMirrorCommands } from '../../../shared/still';
import type { PostOfficeDetail, PostOfficeRow } from '../../../shared/views';
import { ago, DAY, HOUR, MB, MINUTE } from './common';

/** The post offices of a shop, as good and as bad as they get. */

export const db8: Recognition = {
  kind: 'db8',
  format: 'ccmail-db8',
  practice: false,
  evidence: ['CCPOMI', 'CCPODS', 'CCPOMS'],
  missing: [],
};
export const db6: Recognition = {
  kind: 'db6',
  format: 'ccmail-db6',
  practice: false,
  evidence: ['CLANDATA', 'MLANDATA'],
  missing: [],
};

/** Of a practice post office made by Postbag. */
export const practiceRecognition: Recognition = { ...db6, practice: true };

export function groups(
  users: number,
  sizes: readonly [number, number, number],
  eight: boolean,
): GroupInventory[] {
  const names = Array.from({ length: Math.min(users, 8) }, (_, index) =>
    eight ? `U${String(index + 1).padStart(7, '0')}` : `USR${String(index + 1).padStart(5, '0')}`,
  );
  return [
    { id: 'users', files: users, bytes: sizes[0] * MB, names },
    {
      id: 'directory',
      files: eight ? 3 : 1,
      bytes: sizes[1] * MB,
      names: eight ? ['CCPOMI', 'CCPODS', 'CCPODD.00'] : ['CLANDATA'],
    },
    { id: 'store', files: 1, bytes: sizes[2] * MB, names: [eight ? 'CCPOMS' : 'MLANDATA'] },
  ];
}

export function inventory(
  recognition: Recognition,
  users: number,
  sizes: readonly [number, number, number],
  more: Partial<InventorySummary> = {},
): InventorySummary {
  const all = groups(users, sizes, recognition.format === 'ccmail-db8');
  return {
    recognition,
    groups: all,
    files: all.reduce((sum, group) => sum + group.files, 0),
    bytes: all.reduce((sum, group) => sum + group.bytes, 0),
    newestChange: Date.now() - 4 * MINUTE,
    mailboxes: users,
    markers: [],
    auxiliary: [],
    programs: 0,
    unrecognised: [],
    unrecognisedCount: 0,
    unreadable: [],
    special: [],
    colliding: [],
    takenAt: Date.now() - 6 * MINUTE,
    ...more,
  };
}

export const LONG_NAME = 'Warehouse and goods received, Kingston upon Hull (second shift, night desk)';

export function row(
  id: string,
  name: string,
  path: string,
  more: Partial<PostOfficeRow> = {},
): PostOfficeRow {
  return {
    id,
    name,
    path,
    inventory: null,
    problem: null,
    lastBackup: null,
    lastProof: null,
    proofDue: null,
    runningRunId: null,
    practiceUsers: null,
    ...more,
  };
}

export const postOffices = (): PostOfficeRow[] => [
  row('head', 'Head office', String.raw`\\FS1\MAIL\CCDATA`, {
    inventory: inventory(db8, 212, [612, 476, 2_312], {
      markers: ['CCPODOWN'],
      auxiliary: ['CCVER.TB', 'NFTCHECK', 'CCINTL.TB'],
      programs: 4,
      unrecognised: ['NOTES.BAK', 'OLD\\LISTS.TXT'],
      unrecognisedCount: 2,
    }),
    lastBackup: {
      bagId: 'bag-1',
      runId: 'run-1',
      at: ago(9 * HOUR),
      verdict: 'verified',
      grade: 'loose',
      sealedAt: ago(9 * HOUR),
    },
  }),
  row('leeds', 'Branch Leeds', String.raw`M:\CCDATA`, {
    inventory: inventory(db6, 64, [216, 158, 346]),
    runningRunId: 'run-live',
    lastBackup: {
      bagId: 'bag-2',
      runId: 'run-2',
      at: ago(8 * DAY),
      verdict: 'findings',
      grade: 'loose',
      sealedAt: ago(8 * DAY),
    },
  }),
  row(
    'warehouse',
    LONG_NAME,
    String.raw`\\fileserver-02.branch-hull.example\departments\warehouse-and-goods-received\mail\CCDATA`,
    {
      inventory: inventory(db6, 31, [60, 48, 132]),
      lastBackup: {
        bagId: null,
        runId: 'run-3',
        at: ago(9 * DAY),
        verdict: 'failed',
        grade: null,
        sealedAt: ago(20 * DAY),
      },
    },
  ),
  row('york', 'Branch York', String.raw`N:\CCDATA`, {
    problem: {
      code: 'post-office-not-found',
      stage: 'check',
      params: { path: String.raw`N:\CCDATA`, reason: 'ENOENT' },
    },
  }),
  row('bradford', 'Branch Bradford', String.raw`P:\MAIL\CCDATA`, {
    inventory: inventory(db6, 9, [12, 9, 31]),
  }),
  row('practice', 'Practice', '/home/anna/Documents/Postbag practice', {
    inventory: inventory(
      { ...db6, practice: true, evidence: ['CLANDATA', 'MLANDATA'] },
      12,
      [9.6, 9.6, 28.8],
    ),
    lastBackup: {
      bagId: 'bag-3',
      runId: 'run-4',
      at: ago(5 * MINUTE),
      verdict: 'findings',
      grade: 'loose',
      sealedAt: ago(5 * MINUTE),
    },
    practiceUsers: { postOfficeId: 'practice', running: true, ops: 4_182 },
  }),
];

export const patterns: Patterns = {
  user: ['USR?????'],
  directory: ['CLANDATA'],
  store: ['MLANDATA'],
  auxiliary: ['*.OR2', 'NFTERROR.LOG', 'CCPOMBOX.*'],
  program: ['CCADMIN/**'],
  leaveOut: ['CCPODOWN'],
};

/** Everything about one post office: of the list, or a new one. */
export const detail = (id: string, more: Partial<PostOfficeDetail> = {}): PostOfficeDetail => ({
  ...(postOffices().find((one) => one.id === id) ?? row(id, 'New', 'Q:\\CCDATA')),
  format: 'ccmail-db6',
  defaultPatterns: patterns,
  changes: {},
  access: usualAccess,
  mirror: noMirrorCommands,
  repair: noRepairSettings,
  checklist: usualChecklist('ccmail-db6', false),
  checklistIsUsual: true,
  ...more,
});
