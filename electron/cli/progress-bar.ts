import cliProgress from 'cli-progress';
import type { RunProgress } from '../../shared/run';
import { formatBytes, formatDuration, formatRate } from '../../shared/words/format';
import type { Output } from './output';

/** How far a run is, drawn in a terminal. */
export interface Bar {
  update(progress: RunProgress): void;
  /** Makes room for a line; the next update draws the bar again. */
  pause(): void;
  end(): void;
}

/** A bar on the terminal's error stream, so that output can be redirected; none where nobody is watching. */
export function progressBar(out: Output): Bar | null {
  if (out.json || !process.stderr.isTTY) return null;
  const bar = new cliProgress.SingleBar({
    format: '{bar} {percentage} %  {done}  {speed}  {left}  {file}',
    barsize: 24,
    hideCursor: true,
    stopOnComplete: false,
    clearOnComplete: true,
    stream: process.stderr,
  });
  let shown = false;
  const hide = (): void => {
    if (shown) bar.stop();
    shown = false;
  };
  return {
    update: (progress) => {
      const payload = {
        done: `${formatBytes(progress.bytesDone)} of ${formatBytes(progress.bytes)}`,
        speed: progress.bytesPerSecond === null ? '' : formatRate(progress.bytesPerSecond),
        left: progress.etaMs === null ? '' : `${formatDuration(progress.etaMs)} left`,
        file: progress.file ?? '',
      };
      if (shown) bar.setTotal(Math.max(1, progress.bytes));
      else bar.start(Math.max(1, progress.bytes), 0, payload);
      shown = true;
      bar.update(progress.bytesDone, payload);
    },
    pause: hide,
    end: hide,
  };
}
