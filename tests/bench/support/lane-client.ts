/**
 * `node lane-client.ts DRIVERS(JSON) PKI SECONDS`: our own ingest, as the core has it: driver workers, rings, latest table. Says `{t: 'ready'}`
 * when all drivers are live, and `{t: 'measured', points, cpuS}` once told to measure; points are those the latest table took.
 */
import { createIngest } from '#core/ingest/ingest.ts';
import { LatestTable } from '#core/telemetry/latest-table.ts';
import { SignalCatalogue } from '#core/telemetry/signal-catalogue.ts';
import { systemClock } from '#kit/system-clock.ts';
import { parseDriversConfig } from '#shared/contract/drivers.ts';
import { measureCpu } from './measure-cpu.ts';

const [drivers = '', pkiDir = '', seconds] = process.argv.slice(2);
const catalogue = new SignalCatalogue();
const latest = new LatestTable({ clock: systemClock, catalogue });
let points = 0;
const ingest = createIngest({
  config: parseDriversConfig(drivers),
  catalogue,
  latest,
  clock: systemClock,
  pkiDir,
  onDriverState: () => undefined,
  onBatch: (_batch, taken) => {
    points += taken;
  },
});
while (ingest.drivers().some(({ state }) => state !== 'live')) await new Promise((resolve) => setTimeout(resolve, 50));
process.send?.({ t: 'ready' });
await measureCpu(Number(seconds), () => points);
process.stderr.write(JSON.stringify({ drivers: ingest.drivers(), faults: latest.faults }) + '\n');
await ingest.dispose();
