import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseShell, findElectron, hasDisplay, type ShellSite } from './choose-shell.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'heatline-shell-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function installElectron(): string {
  const dist = join(root, 'node_modules/electron/dist');
  mkdirSync(dist, { recursive: true });
  writeFileSync(join(root, 'node_modules/electron/path.txt'), 'electron\n');
  writeFileSync(join(dist, 'electron'), '');
  chmodSync(join(dist, 'electron'), 0o755);
  return join(dist, 'electron');
}
const site = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform = 'linux'): ShellSite => ({ env, platform, root });

describe('chooseShell', () => {
  it('takes Electron where its program and a display are there', () => {
    const binary = installElectron();
    expect(chooseShell(undefined, site({ DISPLAY: ':0' }))).toEqual({ shell: 'electron', binary });
    expect(chooseShell('electron', site({ WAYLAND_DISPLAY: 'wayland-0' }))).toEqual({ shell: 'electron', binary });
    expect(chooseShell('browser', site({ DISPLAY: ':0' }))).toEqual({ shell: 'browser', why: 'asked for' });
  });

  it('falls back to the browser and says why', () => {
    expect(chooseShell(undefined, site({ DISPLAY: ':0' }))).toMatchObject({ why: 'no Electron program here' });
    installElectron();
    expect(chooseShell(undefined, site({}))).toEqual({ shell: 'browser', why: 'no display here' });
  });

  it('refuses Electron where it was asked for and cannot be had', () => {
    expect(() => chooseShell('electron', site({ DISPLAY: ':0' }))).toThrow('CLI0007');
    installElectron();
    expect(() => chooseShell('electron', site({}))).toThrow('CLI0008');
  });

  it('prefers the program that HEATLINE_ELECTRON names, and does not guess when it is not there', () => {
    const binary = installElectron();
    expect(findElectron(site({ HEATLINE_ELECTRON: binary }))).toBe(binary);
    expect(findElectron(site({ HEATLINE_ELECTRON: join(root, 'gone') }))).toBeUndefined();
    expect(findElectron(site({ HEATLINE_ELECTRON: '' }))).toBe(binary);
  });

  it('knows systems that always have a display', () => {
    expect(hasDisplay(site({}, 'darwin'))).toBe(true);
    expect(hasDisplay(site({ DISPLAY: '' }))).toBe(false);
  });
});
