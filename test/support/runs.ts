/**
 * How often the tests with chance in them run: a few times by themselves, or as often as `POSTBAG_RUNS` says.
 * `POSTBAG_SEED` makes the same chances again; with `POSTBAG_PATH`, as a failure prints it, one case alone is run, and
 * `POSTBAG_TRIES` tries each case so many times, for failures that depend on how threads and processes take turns.
 */
export interface Runs {
  readonly runs: number;
  readonly seed: number;
  readonly path: string | null;
  readonly tries: number;
}

/** @param usual runs when nothing is asked for */
export function askedRuns(usual: number): Runs {
  const asked = (name: string): string | null => process.env[name] ?? null;
  return {
    runs: Number(asked('POSTBAG_RUNS') ?? usual),
    seed: Number(asked('POSTBAG_SEED') ?? Date.now() % 2 ** 31),
    path: asked('POSTBAG_PATH'),
    tries: Number(asked('POSTBAG_TRIES') ?? 1),
  };
}
