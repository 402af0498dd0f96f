import { readFileSync } from 'node:fs';
import { parseDriversConfig } from '#shared/contract/drivers.ts';
import type { DriversConfig } from '#shared/contract/drivers.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

/**
 * Reads a drivers file (docs/drivers.md).
 * @throws CodedError `MAP0001` to `MAP0005`, with the file in `detail.file`
 */
export function loadDriversFile(file: string): DriversConfig {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CodedError('MAP0001', { file, problem: (cause as Error).message }, { cause });
  }
  try {
    return parseDriversConfig(text);
  } catch (error) {
    if (error instanceof CodedError) throw new CodedError(error.code, { file, ...error.detail }, { cause: error });
    throw error;
  }
}
