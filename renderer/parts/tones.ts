import type { Grade, Verdict } from '../../shared/run';
import type { Severity } from '../../shared/severity';

/** Colours that mean something; every place that uses one says it in words too. */
export type Tone = 'ok' | 'warn' | 'bad' | 'calm';

export const gradeTone: Readonly<Record<Grade, Tone>> = {
  closed: 'ok',
  instant: 'ok',
  'per-file': 'warn',
  loose: 'warn',
};

export const verdictTone: Readonly<Record<Verdict, Tone>> = {
  verified: 'ok',
  findings: 'warn',
  failed: 'bad',
  cancelled: 'calm',
};

export const severityTone: Readonly<Record<Severity, Tone>> = { info: 'calm', warning: 'warn', error: 'bad' };
