import { describeError, systemCode } from '../../run/errors';
import type { CopyTrouble } from '../job';

/** Thrown inside a copying thread; carries what went wrong on which side. */
export class CopyFailed extends Error {
  override readonly name = 'CopyFailed';
  constructor(readonly trouble: CopyTrouble) {
    super(trouble.message);
  }
}

/** What failed inside a thread, as trouble on one side; what carries its trouble already keeps it. */
export function failed(side: CopyTrouble['side'], error: unknown): CopyFailed {
  if (error instanceof CopyFailed) return error;
  return new CopyFailed({ side, code: systemCode(error), message: describeError(error) });
}

/** Says on which side a system error happened. @throws CopyFailed */
export function on<T>(side: 'source' | 'target', act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw failed(side, error);
  }
}
