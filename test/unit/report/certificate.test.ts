/**
 * Motivation: a certificate is read by people who never saw Postbag, years later, and is believed for what stands on it.
 * Description: certificates of proofs of every kind are made and read as text.
 * Pass criteria: everything that was done, found, answered and decided stands there; nothing that was typed can act or hide
 * something; the page loads nothing.
 */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { certificateHtml } from '../../../electron/report/certificate';
import { usualChecklist } from '../../../shared/checklists';
import type { Proof } from '../../../shared/proof';
import { sampleProof, sampleSealed } from './sample-proof';

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const decoded = (html: string): string => html.replace(/&#?\w+;/g, (entity) => entities[entity] ?? entity);

/** What a person reads, with single spaces. */
function textOf(changes: Partial<Proof> = {}): string {
  const [, body = ''] = certificateHtml(sampleSealed(changes)).split('<body>');
  return decoded(body.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
}

/** Names of all elements, and of all their attributes. Text has no `<` in it, so every one begins a tag. */
function partsOf(page: string): { elements: Set<string>; attributes: Set<string> } {
  const tags = page.match(/<[^>]*>/g) ?? [];
  const names = (found: readonly string[], form: RegExp): Set<string> =>
    new Set(found.flatMap((tag) => [...tag.matchAll(form)].map(([, name]) => name ?? '')));
  return { elements: names(tags, /^<\/?(!?[^\s>/]+)/g), attributes: names(tags, /\s([^\s=>]+)="/g) };
}

const notesOf = (page: string): string[] =>
  [...page.matchAll(/<p class="note">([^<]*)<\/p>/g)].map(([, note]) => decoded(note ?? ''));

test('everything of a proof stands on it', () => {
  const { proof, sha256, publicKey, signature } = sampleSealed();
  const text = textOf();
  const fingerprint = createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
  for (const expected of [
    'Certificate of a restore test',
    'Proven',
    'SILVER-HQ',
    'cc:Mail DB6',
    proof.bag.name,
    'Instant',
    '2026-03-02 18:00:04 UTC',
    '2026-03-02 18:21:40 UTC',
    proof.bag.manifest,
    proof.bag.tagManifest,
    '2026-03-03 08:02:11 UTC every byte',
    'DB6 overhaul. It was finished.',
    'RECLAIM.EXE SILVER-HQ ******** P:\\PO DIRECTORY DIAGNOSTICS/A',
    '3 kinds of complaints, exit code 2',
    'Left out by a rule of the procedure',
    'Read and confirmed by Ada Brandt, 2026-03-03 09:12:00 UTC',
    'All 212 mailboxes listed, no error in the output.',
    '2026-03-03 09:15:30 UTC',
    '209 files with the content that the manifest names',
    'ANALYZE said something that fits no rule at the end',
    '1,204 entries, as in the list of February.',
    'directory.txt, 81.2 kB',
    'b2'.repeat(32),
    'Louis Vogel',
    '8 yes, 0 no, 1 not applicable',
    sha256,
    fingerprint.toUpperCase().match(/../g)?.join(':'),
    signature,
    '2026-03-03 11:04:09 UTC',
    'sha256sum manifest-sha256.txt',
    'Postbag 0.1.0',
    proof.id,
  ]) {
    expect(text).toContain(expected);
  }
  for (const { question } of usualChecklist('ccmail-db6', false)) expect(text).toContain(question);
  expect(text).not.toContain('Not proven');
});

test('one that is not proven says why, and what was decided against advice', () => {
  const { answers, checks } = sampleProof();
  const text = textOf({
    outcome: 'not-proven',
    checks: checks.map((check) =>
      check.id === 'not-empty'
        ? { ...check, result: 'failed', params: { count: 1, name1: 'USR00007' } }
        : check,
    ),
    answers: answers.map((one) =>
      one.item.id === 'attachment' ? { ...one, answer: { ...one.answer, answer: 'no' } } : one,
    ),
    repair: { ...sampleProof().repair, finished: false },
    overrules: [
      { what: 'repair', reason: 'No tools are left.', by: 'Louis Vogel', at: '2026-03-03T10:40:00.000Z' },
    ],
  });
  expect(text).toContain('Not proven');
  expect(text).toContain('the repair that the grade of the backup asks for was not finished');
  expect(text).toContain('automatic check failed: No empty database file');
  expect(text).toContain('answered with no: Does a message with an attachment open');
  expect(text).toContain('“USR00007”');
  expect(text).toContain('Gone on without the repair being finished');
  expect(text).toContain('No tools are left.');
  expect(text).toContain('2026-03-03 10:40:00 UTC');
});

const untouched = (): Proof['repair'] => ({
  procedure: 'db6-overhaul',
  finished: false,
  steps: sampleProof().repair.steps.map((step) => ({ ...step, commandLine: null, mark: null, answer: null })),
});

test('without a repair it says whether one was needed', () => {
  const { bag } = sampleProof();
  expect(textOf({ repair: untouched(), bag: { ...bag, grade: 'closed' } })).toContain('does not ask for it');
  expect(textOf({ repair: untouched() })).toContain('although the grade of the backup asks for a repair');
});

test('a bag of which no recovery point is known says so', () => {
  expect(textOf({ bag: { ...sampleProof().bag, recoveryPoint: null } })).toContain(
    'Recovery point not known',
  );
});

test('a practice post office is called one, and never cc:Mail', () => {
  const answers = usualChecklist('ccmail-db6', true).map((item) => ({
    item,
    answer: { answer: 'yes' as const, note: '', by: 'Ada', at: '2026-03-03T10:40:00.000Z' },
    evidence: [],
  }));
  const text = textOf({ practice: true, postOffice: 'Harbour office', answers });
  expect(text).toContain('Harbour office (practice post office)');
  expect(text).toContain('says nothing about the mail of real people');
  expect(text).not.toMatch(/cc:?mail/i);
});

const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\'&amp;\u202ecod.exe\u0000\ud800';

/** A proof in which whatever a person or a disk can put there is hostile. */
function hostile(): Partial<Proof> {
  const proof = sampleProof();
  return {
    id: HOSTILE,
    software: HOSTILE,
    postOffice: HOSTILE,
    signedBy: HOSTILE,
    signedAt: HOSTILE,
    bag: { ...proof.bag, name: HOSTILE, manifest: HOSTILE, sealedAt: HOSTILE },
    repair: {
      ...proof.repair,
      steps: proof.repair.steps.map((step) => ({
        ...step,
        id: HOSTILE,
        commandLine: HOSTILE,
        answer: { decision: 'go-on', by: HOSTILE, at: HOSTILE, note: HOSTILE },
      })),
    },
    checks: [
      {
        id: 'manifest',
        result: 'failed',
        params: { reason: 'missing', missing: 1, count: 1, name1: HOSTILE },
      },
      { id: 'tools-clean', result: 'failed', params: { reason: HOSTILE, step: HOSTILE } },
    ],
    answers: [
      {
        item: { id: 'x', question: HOSTILE, help: HOSTILE },
        answer: { answer: 'no', note: HOSTILE, by: HOSTILE, at: HOSTILE },
        evidence: [{ name: HOSTILE, bytes: 1, sha256: HOSTILE }],
      },
    ],
    overrules: [{ what: 'checks', reason: HOSTILE, by: HOSTILE, at: HOSTILE }],
    outcome: 'not-proven',
  };
}

test('nothing that was typed becomes part of the page, or turns its letters round', () => {
  const page = certificateHtml(sampleSealed(hostile()));
  const { elements, attributes } = partsOf(page);
  const own =
    'body br code div footer h1 h2 head header html li main meta p pre section span strong style table tbody td th thead title tr ul';
  expect([...elements].sort()).toEqual(['!doctype', ...own.split(' ')]);
  const ownAttributes = 'charset class colspan content http-equiv lang name scope';
  expect([...attributes].sort()).toEqual(ownAttributes.split(' '));
  expect(page).not.toMatch(/[\0\u202e]|\p{Cs}/u);
  expect(notesOf(page)[0]).toContain('"><script>alert(1)</script>');
  expect(notesOf(page)[0]).toContain('‹U+202E›cod.exe');
});

test('the page loads nothing and runs nothing', () => {
  const page = certificateHtml(sampleSealed());
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/https?:\/\/|url\(|@import|@font-face|<script|javascript:/i);
  const { attributes } = partsOf(page);
  for (const loads of ['src', 'href', 'style', 'onload']) expect(attributes).not.toContain(loads);
});

test('notes keep their lines', () => {
  expect(notesOf(certificateHtml(sampleSealed()))).toContain(
    '1,204 entries, as in the list of February.\nexport32 8.50.00.14',
  );
});
