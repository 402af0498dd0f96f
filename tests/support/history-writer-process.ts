import { createHistorian } from '#core/historian/create-historian.ts';
import { historyConfig } from '#core/historian/config.ts';
import { createSampleColumns } from '#core/telemetry/ring.ts';
import { SignalCatalogue } from '#core/telemetry/signal-catalogue.ts';
import { systemClock } from '#kit/system-clock.ts';

/** A process that records a sample each 20 ms, tells each on its standard output as it hands it over, and does so until it is killed. */
const [file = ''] = process.argv.slice(2);
const catalogue = new SignalCatalogue();
catalogue.register({
  stationId: 'S001',
  measure: 'primarySupplyPressureMPa',
  unit: 'MPa',
  low: 0,
  high: 1.6,
  staleAfterMs: 1_000,
  driver: 'test',
});
const historian = createHistorian({ file, clock: systemClock, config: historyConfig({ rawEveryMs: 0 }) });
historian.follow(catalogue);
const row = createSampleColumns(1);
let count = 0;
systemClock.every(20, () => {
  const at = systemClock.now();
  row.values[0] = count / 1_000;
  row.sourceAtMs[0] = at;
  historian.take(row, 0, 1);
  count += 1;
  process.stdout.write(`${String(at)}\n`);
});
