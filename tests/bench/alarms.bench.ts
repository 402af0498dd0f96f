import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureEngine } from './alarms-engine.ts';
import { measureFlood } from './alarms-flood.ts';
import type { Emit } from './figure.ts';

/**
 * What alarms cost the core: the engine over a plant at 100,000 points/s, a flood of 10,000 raised into a console log on a disk, and what the
 * pages and the figures ask of them afterwards.
 */
export async function run(emit: Emit): Promise<void> {
  measureEngine(emit);
  const folder = mkdtempSync(join(tmpdir(), 'heatline-bench-'));
  try {
    await measureFlood(emit, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
