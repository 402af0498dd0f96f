import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

export type PartName = 'hub' | 'core' | 'city' | 'electron';

/** `DATA/run.json`: what runs on a data folder, for doctor, tests and scripts. Secrets are named by their files only. */
export interface RunInfo {
  readonly launcherPid: number;
  /** UTC ms. */
  readonly startedAt: number;
  readonly tokenFile: string;
  readonly parts: Readonly<
    Partial<Record<PartName, { readonly pid?: number | undefined; readonly url?: string | undefined }>>
  >;
}

/** Writes the file whole: a reader sees the old one or the new one. */
export function writeRunInfo(file: string, info: RunInfo): void {
  const draft = `${file}.${String(process.pid)}.tmp`;
  writeFileSync(draft, `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

/** What the file says, if the launcher that wrote it and a part of it still live. */
export function readRunInfo(file: string): RunInfo | undefined {
  try {
    const info = JSON.parse(readFileSync(file, 'utf8')) as RunInfo;
    const parts = Object.values(info.parts).map((part) => part.pid);
    return isAlive(info.launcherPid) && (parts.length === 0 || parts.some(isAlive)) ? info : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Says that nothing runs here any more. */
export function removeRunInfo(file: string): void {
  rmSync(file, { force: true });
}
