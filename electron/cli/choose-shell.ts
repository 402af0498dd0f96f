import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '#shared/lib/coded-error.ts';

/** What is known of this computer when a shell is chosen. */
export interface ShellSite {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Folder of the checkout. */
  readonly root: string;
}

export type ShellChoice =
  { readonly shell: 'electron'; readonly binary: string } | { readonly shell: 'browser'; readonly why: string };

/** The Electron program: HEATLINE_ELECTRON, else the one that the electron package fetched. Undefined where there is none. */
export function findElectron({ env, root }: ShellSite): string | undefined {
  const named = env['HEATLINE_ELECTRON'];
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined;
  const packageDir = join(root, 'node_modules', 'electron');
  try {
    const binary = join(packageDir, 'dist', readFileSync(join(packageDir, 'path.txt'), 'utf8').trim());
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

/** Windows and macOS always have a display here; elsewhere X or Wayland says so. */
export function hasDisplay({ env, platform }: ShellSite): boolean {
  return platform === 'win32' || platform === 'darwin' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/**
 * Electron where its program and a display are there, else the browser. A shell that was asked for and cannot be had is refused: CLI0007,
 * CLI0008.
 */
export function chooseShell(wanted: 'electron' | 'browser' | undefined, site: ShellSite): ShellChoice {
  if (wanted === 'browser') return { shell: 'browser', why: 'asked for' };
  const binary = findElectron(site);
  const display = hasDisplay(site);
  if (binary !== undefined && display) return { shell: 'electron', binary };
  if (wanted === 'electron') throw new CodedError(binary === undefined ? 'CLI0007' : 'CLI0008');
  return { shell: 'browser', why: binary === undefined ? 'no Electron program here' : 'no display here' };
}
