/**
 * The benchmarks, in one command: see options.mjs for what it can be told.
 */
import { bundle } from '../../build/bundle.mjs';
import { compare } from './compare.mjs';
import { requireTools } from './measure.mjs';
import { readOptions, usage } from './options.mjs';
import { writeReport } from './report/report.mjs';
import { scaling } from './scaling.mjs';

try {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(usage);
  } else {
    if (options.work !== 'report') {
      requireTools();
      if (options.cli === null) await bundle('engine', { ifStale: true });
      await (options.work === 'scaling' ? scaling(options) : compare(options));
    }
    console.log(`Written: ${await writeReport(options.quick)}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
