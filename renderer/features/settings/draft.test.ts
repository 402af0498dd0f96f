import { describe, expect, it } from 'vitest';
import { parseDriversConfig } from '#shared/contract/drivers.ts';
import cityDrivers from '../../../resources/config/virtual-city.drivers.json' with { type: 'json' };
import { fieldOf, isAt, newDraft, pasted, typed, valueAt, withCell, withValue } from './draft.ts';
import {
  blockRows,
  groupRows,
  measureRows,
  tableRows,
  unitsOf,
  withBlockRows,
  withGroupRows,
  withMeasureRows,
  withTableRows,
} from './mapping-rows.ts';

/** A draft as the core keeps it. */
const kept = (draft: object) => parseDriversConfig(JSON.stringify({ version: 1, drivers: [draft] })).drivers[0];

describe('a driver in the form', () => {
  it('takes values at any depth, makes what is on the way, and takes out what is empty', () => {
    const draft = withValue({ id: 'a' }, 'user.name', 'x');
    expect(draft).toEqual({ id: 'a', user: { name: 'x' } });
    expect(valueAt(draft, 'user.name')).toBe('x');
    expect(withValue(draft, 'user.name', undefined)).toEqual({ id: 'a' });
    expect(withValue(draft, 'id', 'b')).toEqual({ id: 'b', user: { name: 'x' } });
  });

  it('begins with an id of its own', () => {
    expect(newDraft('replay', ['replay-1', 'replay-2'])).toMatchObject({ id: 'replay-3', kind: 'replay' });
  });

  it('finds the field of an error that the core tells', () => {
    expect(fieldOf('drivers[2].stations.path[0]')).toBe('stations.path[0]');
    expect(isAt('stations.path[0]', 'stations.path')).toBe(true);
    expect(isAt('stations.pathology', 'stations.path')).toBe(false);
    expect(isAt(undefined, 'id')).toBe(false);
  });

  it('reads numbers as numbers and nothing as nothing', () => {
    expect(['', ' 12 ', '-0.5', '1e3', 'max', '1.2.3'].map(typed)).toEqual([undefined, 12, -0.5, 1000, 'max', '1.2.3']);
  });

  it('takes a block of cells from a spreadsheet, with rows that are not there yet', () => {
    const rows = pasted([{ signal: 'a', unit: 1 }], 0, 'unit', ['signal', 'unit', 'address'], '2\t40\r\n3\t50\t9\r\n');
    expect(rows).toEqual([
      { signal: 'a', unit: 2, address: 40 },
      { unit: 3, address: 50 },
    ]);
    expect(withCell(rows, 0, 'unit', undefined)[0]).toEqual({ signal: 'a', address: 40 });
  });
});

describe('a mapping in tables', () => {
  it('comes back as it was: the drivers of the virtual city', () => {
    for (const driver of cityDrivers.drivers) {
      const draft = kept(driver) as unknown as Readonly<Record<string, unknown>>;
      const isModbus = driver.kind === 'modbus';
      const back = isModbus
        ? withBlockRows(withGroupRows(withTableRows(draft, tableRows(draft)), groupRows(draft)), blockRows(draft))
        : withMeasureRows(draft, measureRows(draft));
      expect(kept(back)).toEqual(draft);
    }
  });

  it('keeps gaps, places and units of block measures', () => {
    const draft = { measures: ['valvePositionPct', null, { measure: 'primarySupplyTempC', at: 10, unit: 'K' }] };
    const rows = blockRows(draft);
    expect(rows).toEqual([
      { measure: 'valvePositionPct' },
      {},
      { measure: 'primarySupplyTempC', at: 10, unitOfMeasure: 'K' },
    ]);
    expect(withBlockRows(draft, rows)).toEqual(draft);
    expect(withBlockRows(draft, [])).toEqual({});
  });

  it('keeps names and conversions of OPC UA measures', () => {
    const draft = { measures: { primarySupplyTempC: 'T1', primaryFlowTPerH: { name: 'F1', factor: 3.6 } } };
    expect(withMeasureRows(draft, measureRows(draft))).toEqual(draft);
  });

  it('reads units as people write them', () => {
    expect(unitsOf('1, 5-8，12')).toEqual([1, 5, 6, 7, 8, 12]);
    expect(unitsOf('one')).toEqual(['one']);
    expect(withGroupRows({}, [{ units: '1-2', pollMs: 500 }])).toEqual({ groups: [{ units: [1, 2], pollMs: 500 }] });
  });
});
