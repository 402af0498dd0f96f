import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultData, entryPath, nodePath, pagesPath, rosterPath, type AppPlace } from './paths.ts';

let folder: string;
let checkout: AppPlace;
const installed: AppPlace = { appPath: '/opt/heatline/resources/app.asar', isPackaged: true };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paths-'));
  checkout = { appPath: folder, isPackaged: false };
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the module of a child', () => {
  it('is a source on Node in a checkout, a bundle outside the archive elsewhere', () => {
    expect(entryPath(checkout, 'core', 'node', {})).toBe(join(folder, 'electron/core/entry/node.ts'));
    expect(entryPath(checkout, 'hub', 'node', {})).toBe(join(folder, 'electron/hub/entry/hub.ts'));
    expect(entryPath(checkout, 'core', 'utility', {})).toBe(join(folder, 'out/core/utility.mjs'));
    const unpacked = '/opt/heatline/resources/app.asar.unpacked';
    expect(entryPath(installed, 'core', 'utility', {})).toBe(`${unpacked}/out/core/utility.mjs`);
    expect(entryPath(installed, 'core', 'node', {})).toBe(`${unpacked}/out/core/node.mjs`);
    expect(entryPath(installed, 'hub', 'utility', {})).toBe(`${unpacked}/out/core/hub.mjs`);
    expect(pagesPath(installed)).toBe(`${unpacked}/out/renderer`);
    expect(rosterPath(installed)).toBe(`${unpacked}/resources/config/roster.json`);
  });

  it('may be named in a checkout, never in an installed console', () => {
    const env = { HEATLINE_CORE_ENTRY: '/tmp/other.cjs' };
    expect(entryPath(checkout, 'core', 'utility', env)).toBe('/tmp/other.cjs');
    expect(entryPath(checkout, 'hub', 'node', env)).toBe(join(folder, 'electron/hub/entry/hub.ts'));
    expect(entryPath(installed, 'core', 'utility', env)).not.toBe('/tmp/other.cjs');
  });
});

describe('Node for the core', () => {
  it('is what HEATLINE_NODE names, else the one of the checkout', () => {
    const own = join(folder, 'node_modules/node/bin/node');
    mkdirSync(join(own, '..'), { recursive: true });
    writeFileSync(own, '');
    expect(nodePath(checkout, {}, 'linux')).toBe(own);
    expect(nodePath(checkout, { HEATLINE_NODE: '/usr/bin/node' }, 'linux')).toBe('/usr/bin/node');
  });

  it('is missing with WIN0004 where neither is', () => {
    expect(() => nodePath(checkout, {}, 'linux')).toThrow('WIN0004');
    expect(() => nodePath(installed, {}, 'linux')).toThrow('WIN0004');
  });
});

it('the data folder is the one that the command line uses on Linux', () => {
  expect(defaultData('/appdata', { XDG_DATA_HOME: '/x' }, 'linux')).toBe('/x/heatline');
  expect(defaultData('/appdata', { HEATLINE_DATA: '/d' }, 'linux')).toBe('/d');
  expect(defaultData('C:\\appdata', {}, 'win32')).toContain('appdata');
});
