import type { Proof, ProofOutcome, Restore } from '../../shared/proof';
import type { Repair } from '../../shared/repair';
import { whatNext } from '../../shared/repair-next';

/** What a proof says about a restore. */
export function makeProof(
  restore: Restore,
  repair: Repair,
  signed: {
    readonly by: string;
    readonly at: string;
    readonly outcome: ProofOutcome;
    readonly software: string;
  },
): Proof {
  const { name, grade } = repair.bag;
  const { recoveryPoint, sealedAt, manifest, tagManifest } = restore;
  return {
    version: 1,
    id: restore.id,
    software: signed.software,
    postOffice: repair.postOffice,
    format: repair.format,
    practice: repair.practice,
    bag: { name, grade, recoveryPoint, sealedAt, manifest, tagManifest },
    verifiedAt: restore.verifiedAt,
    repair: {
      procedure: repair.procedure,
      finished: whatNext(repair.steps).needs === 'finished',
      steps: repair.steps.map(({ id, tool, purpose, outcome, answer }) => ({
        id,
        tool,
        purpose,
        commandLine: outcome?.commandLine ?? null,
        mark: outcome?.failed === null ? outcome.mark : null,
        exitCode: outcome?.exitCode ?? null,
        complaints: outcome ? outcome.lines.bad + outcome.lines.warning : 0,
        answer,
      })),
    },
    checks: restore.checks,
    checksAt: restore.checksAt ?? '',
    answers: restore.items.flatMap((item) => {
      const answer = restore.answers[item.id];
      return answer ? [{ item, answer, evidence: restore.evidence[item.id] ?? [] }] : [];
    }),
    overrules: restore.overrules,
    outcome: signed.outcome,
    signedBy: signed.by,
    signedAt: signed.at,
  };
}
