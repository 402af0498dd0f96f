import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentPolicy, fileOf, pageUrl, requirePages, servePages } from './pages.ts';

let folder: string;
let root: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
  root = join(folder, 'renderer');
  mkdirSync(join(root, 'windows', 'wall'), { recursive: true });
  writeFileSync(join(root, 'windows', 'wall', 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('an address of the app', () => {
  it('names a file under the pages', () => {
    expect(fileOf(root, `${pageUrl('wall')}?station=S001#x`)).toBe(join(root, 'windows', 'wall', 'index.html'));
  });

  it.each([
    'app://heatline/../secret.txt',
    'app://heatline/%2e%2e/secret.txt',
    'app://heatline/..%2fsecret.txt',
    'app://heatline/windows/..%5c..%5csecret.txt',
    'app://heatline/%00',
    'app://heatline/%',
    'app://elsewhere/windows/wall/index.html',
    'app://heatline.example/windows/wall/index.html',
    'file:///etc/passwd',
  ])('never leads out: %s', async (address) => {
    const answer = await servePages(root, '')({ method: 'GET', url: address } as Request);
    expect(answer.status).toBe(404);
  });
});

describe('a page', () => {
  it('comes with its type and what it may do', async () => {
    const policy = contentPolicy(['ws://127.0.0.1:*']);
    const answer = await servePages(root, policy)({ method: 'GET', url: pageUrl('wall') } as Request);
    expect(await answer.text()).toBe('<!doctype html>');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("connect-src 'self' ws://127.0.0.1:*;");
  });

  it('is only read, never written', async () => {
    const answer = await servePages(root, '')({ method: 'POST', url: pageUrl('wall') } as Request);
    expect(answer.status).toBe(404);
  });

  it('that was not built is named before any window opens', () => {
    expect(() => requirePages(root, ['wall'])).not.toThrow();
    expect(() => requirePages(root, ['wall', 'map', 'desk'])).toThrow(/WIN0002.*missing=map desk/);
  });
});
