import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { replaceFile } from '#kit/replace-file.ts';
import { parseDriversConfig, type DriversConfig } from '#shared/contract/drivers.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

/** The drivers file of a console: what it says, and what stands for this version of it. */
export interface DriversFile {
  readonly config: DriversConfig;
  readonly revision: string;
}

/** @throws CodedError `MAP0001` to `MAP0006` for what the file says, `MAP0001` where it cannot be read */
export function readDriversFile(file: string): DriversFile {
  const text = textOf(file);
  return { config: parseDriversConfig(text), revision: revisionOf(text) };
}

/**
 * Writes new contents in one step, so that a power cut leaves the old or the new; the contents before stay beside it as `FILE.bak`.
 * @param revision of the contents that the change was made from
 * @throws CodedError `DRV0002` they have changed since, `DRV0003` not writable
 */
export function writeDriversFile(file: string, config: DriversConfig, revision: string): DriversFile {
  if (existsSync(file) && revisionOf(textOf(file)) !== revision) throw new CodedError('DRV0002', { file });
  const text = `${JSON.stringify(config, null, 2)}\n`;
  try {
    replaceFile(file, text);
  } catch (cause) {
    throw new CodedError('DRV0003', { file, problem: (cause as Error).message }, { cause });
  }
  return { config, revision: revisionOf(text) };
}

/** The configuration as drivers run it: paths of recordings are relative to the folder of the drivers file. */
export function withWholePaths(config: DriversConfig, file: string): DriversConfig {
  return {
    ...config,
    drivers: config.drivers.map((driver) =>
      driver.kind === 'replay' ? { ...driver, file: resolve(dirname(file), driver.file) } : driver,
    ),
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CodedError('MAP0001', { problem: (cause as Error).message }, { cause });
  }
}

const revisionOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
