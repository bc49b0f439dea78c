import { z } from 'zod';
import { FormatId } from './postoffice';
import { Purpose, ProcedureId, ToolId } from './procedures';
import { OutputMark, StepAnswer } from './repair';
import { Grade } from './run';
import { Params } from './severity';

/** What a machine can look at in a copy before it goes online (domain.md 5.3). One check each in `electron/restore/checks/`. */
export const AutoCheckId = z.enum([
  /** Every staged file is one of the manifest or was made by a tool; none is missing. */
  'manifest',
  /** Every file that the format needs is there. */
  'complete',
  /** No database file has no bytes. */
  'not-empty',
  /** No marker of the source (CCPODOWN) is left. */
  'no-marker',
  /** No NFTERROR.LOG is newer than the backup. */
  'no-nft-log',
  /** Database files hold no readable text: healthy ones have none. */
  'no-readable-text',
  /** Sizes are like those of the last bags. */
  'sizes',
  /** The last look of the repair found nothing. */
  'tools-clean',
  /** A practice post office: its own checker finds nothing. */
  'practice-checker',
]);
export type AutoCheckId = z.infer<typeof AutoCheckId>;

/** `warning`: to be looked at, and stops nothing. `failed`: it must not go online. `not-applicable`: with why in `params`. */
export const CheckResult = z.enum(['ok', 'warning', 'failed', 'not-applicable']);
export type CheckResult = z.infer<typeof CheckResult>;

/** One automatic check of a copy. The words are in `shared/words/checks.ts`. */
export const AutoCheck = z.object({ id: AutoCheckId, result: CheckResult, params: Params });
export type AutoCheck = z.infer<typeof AutoCheck>;

/** One thing that a person looks at. Data: an administrator can change the list of a post office. */
export const ChecklistItem = z.object({
  id: z.string().min(1).max(60),
  /** To be answered with yes, no or not applicable. */
  question: z.string().trim().min(1).max(300),
  /** What to do, and what to look for. */
  help: z.string().trim().max(1500),
});
export type ChecklistItem = z.infer<typeof ChecklistItem>;

export const Answer = z.enum(['yes', 'no', 'not-applicable']);
export type Answer = z.infer<typeof Answer>;

/** A file that shows what was seen: a picture, a text. */
export const Evidence = z.object({ name: z.string(), bytes: z.number(), sha256: z.string() });
export type Evidence = z.infer<typeof Evidence>;

export const ItemAnswer = z.object({
  answer: Answer,
  note: z.string(),
  by: z.string(),
  at: z.string(),
});
export type ItemAnswer = z.infer<typeof ItemAnswer>;

/** A person went on against what Postbag advises. */
export const Overrule = z.object({
  what: z.enum(['repair', 'checks', 'not-proven', 'connected']),
  reason: z.string(),
  by: z.string(),
  at: z.string(),
});
export type Overrule = z.infer<typeof Overrule>;

export const ProofOutcome = z.enum(['proven', 'not-proven']);
export type ProofOutcome = z.infer<typeof ProofOutcome>;

/** A step of the repair as a certificate has it. */
export const ProofRepairStep = z.object({
  id: z.string(),
  tool: ToolId,
  purpose: Purpose,
  /** Masked; null when it was not run. */
  commandLine: z.string().nullable(),
  mark: OutputMark.nullable(),
  exitCode: z.number().int().nullable(),
  complaints: z.number().int(),
  answer: StepAnswer.nullable(),
});
export type ProofRepairStep = z.infer<typeof ProofRepairStep>;

/**
 * A signed restore test of one bag. Lies beside the bag, and holds the hashes of its manifests: to another bag it says
 * nothing. Times ISO 8601 UTC.
 */
export const Proof = z.object({
  version: z.literal(1),
  id: z.string(),
  software: z.string(),
  postOffice: z.string(),
  format: FormatId,
  practice: z.boolean(),
  bag: z.object({
    name: z.string(),
    grade: Grade,
    /** Start of the first group: what was written later may be missing. */
    recoveryPoint: z.string().nullable(),
    sealedAt: z.string(),
    /** SHA-256 of `manifest-sha256.txt` and of `tagmanifest-sha256.txt`. */
    manifest: z.string(),
    tagManifest: z.string(),
  }),
  /** When every byte of the bag was read for this proof. */
  verifiedAt: z.string(),
  repair: z.object({ procedure: ProcedureId, finished: z.boolean(), steps: z.array(ProofRepairStep) }),
  checks: z.array(AutoCheck),
  checksAt: z.string(),
  answers: z.array(
    z.object({
      item: ChecklistItem,
      answer: ItemAnswer,
      evidence: z.array(Evidence),
    }),
  ),
  overrules: z.array(Overrule),
  outcome: ProofOutcome,
  signedBy: z.string(),
  signedAt: z.string(),
});
export type Proof = z.infer<typeof Proof>;

/** A proof with what makes a change of it visible: SHA-256 of its text, signed with this installation's own key (Ed25519). */
export const SealedProof = z.object({
  proof: Proof,
  sha256: z.string(),
  /** Base64; the public key as SPKI. */
  publicKey: z.string(),
  signature: z.string(),
});
export type SealedProof = z.infer<typeof SealedProof>;

/**
 * Whether a proof can be believed. `foreign-bag`: it was made of another bag. `changed`: somebody changed it since. `other-key`:
 * whole, and signed by another installation.
 */
export const ProofState = z.enum(['good', 'other-key', 'foreign-bag', 'changed', 'unreadable']);
export type ProofState = z.infer<typeof ProofState>;

/** A proof in a list. */
export const ProofRow = z.object({
  id: z.string(),
  state: ProofState,
  outcome: ProofOutcome.nullable(),
  signedBy: z.string(),
  signedAt: z.string(),
});
export type ProofRow = z.infer<typeof ProofRow>;

/** The newest proof that can be believed, beside the last backup everywhere. */
export const LastProof = z.object({ bag: z.string(), outcome: ProofOutcome, at: z.string(), by: z.string() });
export type LastProof = z.infer<typeof LastProof>;

/** When a person is reminded to prove a backup. */
export const ProofReminder = z.object({
  /** 0: never. */
  days: z.number().int().min(0).max(3650),
  bags: z.number().int().min(0).max(1000),
});
export type ProofReminder = z.infer<typeof ProofReminder>;
export const usualReminder: ProofReminder = { days: 90, bags: 0 };

/** Where a copy was brought online, and what became of what was there. Absolute folders. */
export const Online = z.object({
  runId: z.string(),
  at: z.string(),
  target: z.string(),
  /** Where the old post office lies now; null when there was none. */
  aside: z.string().nullable(),
  /** When it was swapped back, and where the restored one lies since. */
  swappedBack: z.object({ runId: z.string(), at: z.string(), restored: z.string() }).nullable(),
});
export type Online = z.infer<typeof Online>;

export const RestorePurpose = z.enum(['prove', 'restore']);
export type RestorePurpose = z.infer<typeof RestorePurpose>;

/** Something that happened on the way to a proof, and who did it. */
export const RestoreEvent = z.object({
  at: z.string(),
  what: z.enum(['begun', 'checked', 'answered', 'evidence', 'overruled', 'signed', 'online', 'swapped-back']),
  by: z.string(),
  text: z.string(),
});
export type RestoreEvent = z.infer<typeof RestoreEvent>;

/** The way of one bag to its proof and online: beside the repair of its private copy, as `restore.json`. */
export const Restore = z.object({
  version: z.literal(1),
  id: z.string(),
  purpose: RestorePurpose,
  createdAt: z.string(),
  verifiedAt: z.string(),
  manifest: z.string(),
  tagManifest: z.string(),
  recoveryPoint: z.string().nullable(),
  sealedAt: z.string(),
  items: z.array(ChecklistItem),
  answers: z.record(z.string(), ItemAnswer),
  evidence: z.record(z.string(), z.array(Evidence)),
  checks: z.array(AutoCheck),
  checksAt: z.string().nullable(),
  /** Of the copy when it was checked; another one means that they have to be made again. */
  checkedFingerprint: z.string().nullable(),
  overrules: z.array(Overrule),
  signature: z.object({ by: z.string(), at: z.string(), outcome: ProofOutcome, file: z.string() }).nullable(),
  online: Online.nullable(),
  events: z.array(RestoreEvent),
});
export type Restore = z.infer<typeof Restore>;

/**
 * What has to happen next. `repair`: the copy needs it, and it is not finished. `checks`: the automatic ones. `look`: a check
 * failed, and somebody has to decide. `answers`: the person's checklist. `sign`. `online`: it can be brought online.
 * `finished`.
 */
export const RestoreNext = z.enum(['repair', 'checks', 'look', 'answers', 'sign', 'online', 'finished']);
export type RestoreNext = z.infer<typeof RestoreNext>;

export const RestoreView = Restore.omit({ version: true }).extend({
  postOffice: z.string(),
  postOfficeId: z.string(),
  practice: z.boolean(),
  format: FormatId,
  /** The bag it was made from, as the vaults on the list know it. */
  bagId: z.string(),
  bag: z.object({ name: z.string(), vault: z.string(), grade: Grade }),
  /** Absolute: the private copy. */
  copy: z.string(),
  next: RestoreNext,
  /** The copy's grade asks for repair. */
  needsRepair: z.boolean(),
  repairFinished: z.boolean(),
  /** What the answers so far come to; null while some are missing. */
  outcome: ProofOutcome.nullable(),
  runId: z.string().nullable(),
  damaged: z.boolean(),
  /** Folder of the post office on the list that it would replace; null when it is on no list. */
  target: z.string().nullable(),
});
export type RestoreView = z.infer<typeof RestoreView>;

export const RestoreRow = RestoreView.pick({
  id: true,
  purpose: true,
  postOffice: true,
  postOfficeId: true,
  practice: true,
  bag: true,
  createdAt: true,
  next: true,
  runId: true,
  signature: true,
  online: true,
  damaged: true,
});
export type RestoreRow = z.infer<typeof RestoreRow>;

/** What a post office has of its own for proofs; absent while nobody has changed what is usual. */
export const ProofSettings = z.object({ items: z.array(ChecklistItem).min(1).max(60) });
export type ProofSettings = z.infer<typeof ProofSettings>;
