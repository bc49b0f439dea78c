import { z } from 'zod';
import { Params, Severity } from './severity';

/** The part of the work in which something was found. */
export const Stage = z.enum([
  'settings',
  'check',
  'close',
  'copy',
  'verify',
  'seal',
  'undo',
  'recover',
  'practice',
  'request',
]);
export type Stage = z.infer<typeof Stage>;

/**
 * Every finding and error that Postbag can report. The words for each are in `shared/words/findings.ts`;
 * a code without words does not compile.
 */
export const FindingCode = z.enum([
  // What may stop a run before it touched anything
  'not-a-post-office',
  'post-office-mixed',
  'post-office-partial',
  'post-office-undecided',
  'post-office-mobile',
  'post-office-not-found',
  'post-office-unreadable',
  'post-office-unknown',
  'no-user-files',
  'nothing-to-copy',
  'names-collide',
  'unrecognised-files',
  'shutdown-marker-left-out',
  'special-file-left-out',
  'name-not-possible',
  'vault-not-found',
  'vault-unknown',
  'vault-not-writable',
  'vault-inside-post-office',
  'post-office-inside-vault',
  'same-disk',
  'disks-unknown',
  'not-enough-space',
  'space-tight',
  'already-running',
  // What happens while files are copied
  'file-unreadable',
  'file-vanished',
  'file-locked',
  'lock-waited',
  'required-file-missing',
  'post-office-lost',
  'no-space',
  'vault-lost',
  'write-failed',
  'copy-differs',
  'not-settled',
  'moved-and-settled',
  'group-copied-again',
  'resumed',
  'older-bag-damaged',
  // Closing the post office
  'access-required',
  'access-failed',
  'cannot-close',
  'cannot-see',
  'closed-by-somebody-else',
  'close-failed',
  'users-not-told',
  'tell-failed',
  'service-unknown',
  'service-not-stopped',
  'disconnect-failed',
  'still-connected',
  'not-quiet',
  'went-on-not-quiet',
  'quiet-short',
  'moved-while-closed',
  'connected-while-closed',
  'command-not-allowed',
  'connection-gone',
  // Bags
  'bag-invalid',
  'bag-problem',
  'bag-unknown',
  'bag-not-found',
  'bag-name-taken',
  'bag-file-damaged',
  'landing-not-empty',
  'landing-not-writable',
  'landing-in-vault',
  // The run itself
  'cancelled',
  'process-died',
  'process-died-done',
  'unfinished-kept',
  'undo-done',
  'undo-failed',
  'unexpected',
  // Settings, practice, requests
  'settings-damaged',
  'settings-not-saved',
  'name-taken',
  'pattern-invalid',
  'folder-not-empty',
  'not-a-practice-post-office',
  'practice-not-made',
  'practice-users-failed',
  'practice-busy',
  'bad-request',
  'folder-unknown',
  'plan-unknown',
  'run-unknown',
  'run-not-holding',
  'nothing-unfinished',
]);
export type FindingCode = z.infer<typeof FindingCode>;

/** Something a person must know: what, why and what to do next come from its code's words, filled with `params`. */
export const Finding = z.object({
  code: FindingCode,
  severity: Severity,
  stage: Stage,
  params: Params,
  /** When it was found, ISO 8601 in UTC. */
  at: z.string(),
});
export type Finding = z.infer<typeof Finding>;
