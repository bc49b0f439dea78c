/**
 * A virtual display for machines without a screen. Xvfb picks a free number by itself, so several can run at once.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** @returns {boolean} whether windows would have nowhere to go */
export function needsVirtualDisplay() {
  return process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
}

/**
 * Starts a virtual display of 1280 x 1024 pixels. It ends with `stop`, and with this process.
 * @returns {Promise<{ name: string, stop: () => void }>} `name` is a value for DISPLAY
 * @throws {Error} when Xvfb does not start
 */
export async function startVirtualDisplay() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const stop = () => void server.kill();
  process.once('exit', stop);
  const failed = Promise.race([once(server, 'error'), once(server, 'exit')]).then(() => {
    throw new Error('Xvfb, the virtual display, did not start');
  });
  failed.catch(() => undefined);
  // Read to the end: Xvfb writes the number and the line's end apart, and gives up when nobody reads the second.
  const pipe = /** @type {import('node:stream').Readable} */ (server.stdio[3]);
  const number = (await Promise.race([text(pipe), failed])).trim();
  if (number === '') await failed;
  server.unref();
  return { name: `:${number}`, stop };
}
