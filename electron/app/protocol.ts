import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol, type Session } from 'electron';
import { contentPolicy } from './security/content-policy';

export const SCHEME = 'app';
export const HOST = 'postbag';
export const START_PAGE = `${SCHEME}://${HOST}/index.html`;

const root = path.join(__dirname, '../renderer');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Must be called before the app is ready. */
export function announceScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}

/**
 * Serves the bundled pages under `app://postbag/`, reading only, from one folder only; `file:` is never used, since a
 * page from there could reach every file.
 * https://www.electronjs.org/docs/latest/tutorial/security#18-avoid-usage-of-the-file-protocol-and-prefer-usage-of-custom-protocols
 */
export function serveRenderer(session: Session): void {
  session.protocol.handle(SCHEME, async (request) => {
    const file = request.method === 'GET' ? fileFor(request.url) : null;
    if (file === null) return new Response('refused', { status: 403 });
    try {
      const body = await readFile(file);
      return new Response(body, { headers: headersFor(file) });
    } catch {
      return new Response('not found', { status: 404 });
    }
  });
}

/** The file behind an address, or null for anything that is not plainly one of ours. */
export function fileFor(address: string): string | null {
  const { host, pathname } = new URL(address);
  if (host !== HOST) return null;
  let name: string;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  const file = path.resolve(root, `.${name}`);
  if (name.includes('\0') || !file.startsWith(root + path.sep)) return null;
  return path.extname(file) in types ? file : null;
}

function headersFor(file: string): Record<string, string> {
  return {
    'content-type': types[path.extname(file)] ?? 'application/octet-stream',
    'content-security-policy': contentPolicy,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
}
