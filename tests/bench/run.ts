import { parseArgs } from 'node:util';
import type { Emit, Figure } from './figure.ts';

/** `npm run bench -- NAME [--json]`: runs one benchmark and prints a line a figure. */
const BENCHES: Readonly<Record<string, () => Promise<{ run: (emit: Emit) => Promise<void> }>>> = {
  start: () => import('./start.bench.ts'),
  command: () => import('./command.bench.ts'),
  wall: () => import('./wall.bench.ts'),
  map: () => import('./map.bench.ts'),
  ingest: () => import('./ingest.bench.ts'),
  failover: () => import('./failover.bench.ts'),
  pipeline: () => import('./pipeline.bench.ts'),
  flood: () => import('./flood.bench.ts'),
  alarms: () => import('./alarms.bench.ts'),
  history: () => import('./history.bench.ts'),
  trace: () => import('./trace.bench.ts'),
  localise: () => import('./localise.bench.ts'),
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
const name = positionals[0] ?? '';
const load = BENCHES[name];
if (load === undefined) {
  process.stderr.write(`bench: one of ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(2);
}

const { run } = await load();
await run((measured) => {
  const figure: Figure = { bench: name, ...measured, ratio: measured.value / measured.baselineValue };
  const rounded = (value: number) => Number(value.toPrecision(3));
  const line = values.json
    ? JSON.stringify({
        ...figure,
        value: rounded(figure.value),
        baselineValue: rounded(figure.baselineValue),
        ratio: rounded(figure.ratio),
      })
    : `${figure.figure}: ${String(rounded(figure.value))} ${figure.unit}, ${String(rounded(figure.ratio))} times ${figure.baseline} (${String(rounded(figure.baselineValue))})`;
  process.stdout.write(`${line}\n`);
});
process.exit(0);
