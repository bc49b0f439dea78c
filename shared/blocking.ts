import type { Finding } from './finding';

/**
 * Whether a finding of a plan must be put right before its run can start. A file that cannot be copied is an error in
 * the bag, but no reason not to save the others; every other error is.
 */
export function blocks({ severity, code }: Pick<Finding, 'severity' | 'code'>): boolean {
  return severity === 'error' && code !== 'file-unreadable' && code !== 'name-not-possible';
}
