import type { Finding } from '../../shared/finding';
import type { Failure } from '../../shared/result';
import { findingWords } from '../../shared/words/findings';
import { severityNames } from '../../shared/words/cli';
import { exitCodes } from './exit-codes';

/** What a command says: sentences for people, or with `--json` one object a line for programs. */
export class Output {
  constructor(readonly json: boolean) {}

  /** A line for people; programs do not see it. */
  line(text = ''): void {
    if (!this.json) process.stdout.write(`${text}\n`);
  }

  /** An object for programs; people do not see it. */
  object(type: string, value: object): void {
    if (this.json) process.stdout.write(`${JSON.stringify({ type, ...value })}\n`);
  }

  finding(finding: Finding): void {
    const words = findingWords(finding);
    this.object('finding', { ...finding, ...words });
    if (this.json) return;
    this.line(`${severityNames[finding.severity]}: ${words.what}`);
    this.line(`  ${words.why}`);
    this.line(`  ${words.next}`);
  }

  failure(failure: Failure): void {
    const words = findingWords(failure);
    this.object('error', { ...failure, ...words });
    if (!this.json) process.stderr.write(`${words.what}\n  ${words.why}\n  ${words.next}\n`);
  }

  /** What only shows to be a wrong call once the engine has looked; said as commander says it. */
  wrongCall(text: string): number {
    process.stderr.write(`error: ${text}\n`);
    return exitCodes.wrongCall;
  }
}
