import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { APP_ORIGIN, type WindowName } from '#shared/contract/host-bridge.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.geojson': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
};

/** The address of a window's page. */
export function pageUrl(name: WindowName): string {
  return `${APP_ORIGIN}/windows/${name}/index.html`;
}

/**
 * What a page may do: code, styles, pictures and sounds of the console itself; connections only to `connectTo` (the addresses of
 * the core; none where it is reached by MessagePort). Pictures may also be drawn by the page (data:, blob:).
 */
export function contentPolicy(connectTo: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    ["connect-src 'self'", ...connectTo].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The file under `root` that an address of the app names, or undefined where it names none there. */
export function fileOf(root: string, address: string): string | undefined {
  if (!address.startsWith(`${APP_ORIGIN}/`)) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(new URL(address).pathname);
  } catch {
    return undefined;
  }
  const file = normalize(join(root, path));
  return file.startsWith(root + sep) && !path.includes('\0') && !path.includes('\\') ? file : undefined;
}

/** Throws WIN0002 unless the pages were built. */
export function requirePages(root: string, names: readonly WindowName[]): void {
  const missing = names.filter((name) => !existsSync(join(root, 'windows', name, 'index.html')));
  if (missing.length > 0) throw new CodedError('WIN0002', { folder: root, missing: missing.join(' ') });
}

/** Answers the requests of the pages from the files under `root`. */
export function servePages(root: string, policy: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const file = request.method === 'GET' ? fileOf(root, request.url) : undefined;
    if (file === undefined) return new Response('not here', { status: 404 });
    try {
      const body = new Uint8Array(await readFile(file));
      return new Response(body, {
        headers: {
          'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
          'content-security-policy': policy,
          'x-content-type-options': 'nosniff',
        },
      });
    } catch {
      return new Response('not here', { status: 404 });
    }
  };
}
