import type { RunnerId, RunnerSettings } from '../../shared/tools';
import { dosBoxRunner } from './dosbox/dosbox';
import { nativeRunner } from './native';
import type { ToolRunner } from './runner';
import { wineRunner } from './wine';

/**
 * A runner with a person's settings.
 * @param winePrefix absolute folder for Wine's own Windows (`WineParts.prefix`)
 */
export function toolRunner(id: RunnerId, settings: RunnerSettings, winePrefix: string): ToolRunner {
  switch (id) {
    case 'native':
      return nativeRunner(settings);
    case 'dosbox':
      return dosBoxRunner(settings);
    case 'wine':
      return wineRunner({ ...settings, prefix: winePrefix });
  }
}
