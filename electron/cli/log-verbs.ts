import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exportLog } from '#core/log/export-log.ts';
import { systemClock } from '#kit/system-clock.ts';
import { verifyLogFile } from '#kit/verify-log.ts';
import { wordsOf, type Outcome } from './outcome.ts';
import { placesIn } from './places.ts';

/**
 * `heatline export-log`: the log that the console of this data folder holds; `of: 'hub'` takes the hub's own, in the data folder of a
 * console that hosts one or in that of a hub alone. Throws the codes of `exportLog`.
 */
export function exportLogVerb(data: string, out: string, of: 'console' | 'hub'): Outcome {
  const { journal, hub } = placesIn(data);
  const alone = join(data, 'hub.db');
  const database = of === 'console' ? journal : existsSync(alone) ? alone : join(hub, 'hub.db');
  const exported = exportLog(database, out, systemClock);
  const { entries, pending, head } = exported;
  return {
    ok: true,
    document: { ...exported },
    lines: [
      `${out}: ${String(entries)} entries, ${String(pending)} commands without receipt`,
      `head ${String(head.seq)} ${head.hash}`,
    ],
  };
}

/** `heatline verify-log FILE`: needs nothing but the file. Refused with CLI0013 where something does not hold. */
export async function verifyLogVerb(file: string): Promise<Outcome> {
  const verdict = await verifyLogFile(file);
  const { entries, pending, head, problems } = verdict;
  const counts = `${String(entries)} entries, ${String(pending)} commands without receipt, head ${String(head.seq)} ${head.hash}`;
  if (verdict.ok) return { ok: true, document: { file, ...verdict }, lines: [`${file}: the log is whole: ${counts}`] };
  const { sentence, next } = wordsOf('CLI0013');
  return {
    ok: false,
    isReport: true,
    document: { code: 'CLI0013', sentence, next, file, ...verdict },
    lines: [
      `CLI0013: ${sentence} (${file}: ${counts})`,
      ...problems.map((problem) => `line ${String(problem.line)}: ${problem.kind}: ${problem.detail}`),
      next,
    ],
  };
}
