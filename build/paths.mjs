/**
 * The folders that the scripts of build/ share.
 */
import path from 'node:path';

/** The project's own folder, absolute. */
export const root = path.resolve(import.meta.dirname, '..');

/** What the bundler writes, absolute. */
export const dist = path.join(root, 'dist');

/** What may be thrown away at any time: reports and tool caches, absolute. */
export const cache = path.join(root, '.cache');
