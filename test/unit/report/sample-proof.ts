import { generateKeyPairSync } from 'node:crypto';
import { usualChecklist } from '../../../shared/checklists';
import type { AutoCheck, Proof, SealedProof } from '../../../shared/proof';

const checks: AutoCheck[] = [
  { id: 'manifest', result: 'ok', params: { files: 214, same: 209, changed: 4 } },
  { id: 'complete', result: 'ok', params: { count: 2, name1: 'CLANDATA', name2: 'MLANDATA' } },
  { id: 'not-empty', result: 'ok', params: { files: 209 } },
  { id: 'no-marker', result: 'ok', params: {} },
  { id: 'no-nft-log', result: 'ok', params: { logs: 0 } },
  { id: 'no-readable-text', result: 'ok', params: { files: 2, bytes: 734_003_200 } },
  { id: 'sizes', result: 'ok', params: { bytes: 901_775_360, usual: 899_102_720, bags: 3 } },
  {
    id: 'tools-clean',
    result: 'warning',
    params: { reason: 'answered', tool: 'ANALYZE', mark: 'unknown', by: 'Ada Brandt' },
  },
  { id: 'practice-checker', result: 'not-applicable', params: { reason: 'not-practice' } },
];

const step = {
  tool: 'CHKSTAT',
  purpose: 'mend',
  mark: 'good',
  exitCode: 0,
  complaints: 0,
  answer: null,
} as const;

/** A proof in which everything occurs that a certificate can show. */
export function sampleProof(changes: Partial<Proof> = {}): Proof {
  const items = usualChecklist('ccmail-db6', false);
  const [first] = items;
  if (!first) throw new Error('no checklist');
  return {
    version: 1,
    id: '0b6ab1b4-5a47-4a0c-9a36-2f8f6f1f3a11',
    software: 'Postbag 0.1.0',
    postOffice: 'SILVER-HQ',
    format: 'ccmail-db6',
    practice: false,
    bag: {
      name: '2026-03-02T18-00-04Z linear',
      grade: 'instant',
      recoveryPoint: '2026-03-02T18:00:04.512Z',
      sealedAt: '2026-03-02T18:21:40.004Z',
      manifest: '4f1c2f7b6f9d0f1f7a9f0f5be4b1c6a5be3d0c2a9a7f6e5d4c3b2a1908f7e6d5',
      tagManifest: '9a7f6e5d4c3b2a1908f7e6d54f1c2f7b6f9d0f1f7a9f0f5be4b1c6a5be3d0c2a',
    },
    verifiedAt: '2026-03-03T08:02:11.000Z',
    repair: {
      procedure: 'db6-overhaul',
      finished: true,
      steps: [
        {
          ...step,
          id: 'accounts-before',
          purpose: 'report',
          commandLine: 'CHKSTAT.EXE SILVER-HQ ******** P:\\PO STATUSERS/N',
        },
        {
          ...step,
          id: 'look',
          tool: 'ANALYZE',
          purpose: 'look',
          mark: 'bad',
          complaints: 3,
          exitCode: 2,
          commandLine: 'ANALYZE.EXE P:\\PO DIAGNOSTICS',
        },
        {
          ...step,
          id: 'nft',
          mark: null,
          exitCode: null,
          commandLine: null,
          answer: { decision: 'skip', by: '', at: '2026-03-03T08:20:00.000Z', note: '' },
        },
        {
          ...step,
          id: 'message-index',
          mark: 'warning',
          complaints: 1,
          commandLine: 'CHKSTAT.EXE SILVER-HQ ******** P:\\PO DIAGNOSTICS/M',
        },
        { ...step, id: 'pointers', commandLine: 'CHKSTAT.EXE SILVER-HQ ******** P:\\PO DIAGNOSTICS/R' },
        {
          ...step,
          id: 'directory-index',
          tool: 'RECLAIM',
          commandLine: 'RECLAIM.EXE SILVER-HQ ******** P:\\PO DIRECTORY DIAGNOSTICS/A',
        },
        { ...step, id: 'reclaim', tool: 'RECLAIM', commandLine: 'RECLAIM.EXE SILVER-HQ ******** P:\\PO' },
        {
          ...step,
          id: 'prove',
          tool: 'ANALYZE',
          purpose: 'prove',
          mark: 'unknown',
          commandLine: 'ANALYZE.EXE P:\\PO DIAGNOSTICS',
          answer: {
            decision: 'go-on',
            by: 'Ada Brandt',
            at: '2026-03-03T09:12:00.000Z',
            note: 'All 212 mailboxes listed, no error in the output.',
          },
        },
      ],
    },
    checks,
    checksAt: '2026-03-03T09:15:30.000Z',
    answers: items.map((item, at) => ({
      item,
      answer: {
        answer: item.id === 'router' ? 'not-applicable' : 'yes',
        note:
          at === 0
            ? '1,204 entries, as in the list of February.\nexport32 8.50.00.14'
            : item.id === 'loss-window'
              ? 'Newest message: 2 March 2026, 17:58. Told Mr Farrow.'
              : '',
        by: at < 4 ? 'Ada Brandt' : 'Louis Vogel',
        at: `2026-03-03T10:${String(10 + at)}:00.000Z`,
      },
      evidence:
        at === 0
          ? [
              { name: 'directory.txt', bytes: 81_204, sha256: 'a1'.repeat(32) },
              { name: 'screen.png', bytes: 204_811, sha256: 'b2'.repeat(32) },
            ]
          : [],
    })),
    overrules: [],
    outcome: 'proven',
    signedBy: 'Ada Brandt',
    signedAt: '2026-03-03T11:04:09.000Z',
    ...changes,
  };
}

const { publicKey } = generateKeyPairSync('ed25519');

/** The same, sealed; the signature is none. */
export function sampleSealed(changes: Partial<Proof> = {}): SealedProof {
  return {
    proof: sampleProof(changes),
    sha256: 'c3'.repeat(32),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    signature: Buffer.alloc(64, 0x5a).toString('base64'),
  };
}
