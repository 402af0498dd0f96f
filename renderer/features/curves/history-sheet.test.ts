import { expect, it } from 'vitest';
import { historySlices, rowCountOf } from './history-sheet.ts';

const CSV = [
  'signal_id,at,at_text,min,max,mean,count,quality',
  'S005.primarySupplyPressureMPa,1768458725000,2026-01-15T06:32:05.000Z,0.3,0.32,0.3100000023841858,60,good',
  '"\'=x, ""y"".primarySupplyTempC",1768458725000,2026-01-15T06:32:05.000Z,,,,0,bad',
  '',
].join('\n');

it('makes the CSV of a history into typed cells, each row with its unit', async () => {
  const cells = [];
  for await (const rows of historySlices(CSV, (quality) => `«${quality}»`, new AbortController().signal)) {
    cells.push(...rows);
  }
  const at = new Date(1_768_458_725_000);
  expect(cells).toEqual([
    [
      'S005.primarySupplyPressureMPa',
      at,
      ...[0.3, 0.31, 0.32].map((value) => ({ value, decimals: 3 })),
      'MPa',
      60,
      '«good»',
    ],
    [`'=x, "y".primarySupplyTempC`, at, null, null, null, '°C', 0, '«bad»'],
  ]);
  expect([rowCountOf(CSV), rowCountOf('')]).toEqual([2, 0]);
});
