import type { Station } from '#shared/domain/network/types.ts';
import { columnM } from '#kit/hydraulics/water.ts';
import type { Readings, StationReading } from '../analysis.ts';

/** Readings are kept as means of so many ms, for so many of them: 40 minutes. */
export const SLOT_MS = 5_000;
const SLOTS = 480;

export const QUANTITIES = ['supplyM', 'returnM', 'returnC', 'makeupTPerH'] as const;
/** Heads over the station's own ground in m of hot water, return temperature in C, make-up in t/h. */
export type Quantity = (typeof QUANTITIES)[number];

const VALUE_OF: Readonly<Record<Quantity, (row: StationReading) => number | undefined>> = {
  supplyM: (row) => (row.supplyMPa === undefined ? undefined : columnM(row.supplyMPa)),
  returnM: (row) => (row.returnMPa === undefined ? undefined : columnM(row.returnMPa)),
  returnC: (row) => row.returnC,
  makeupTPerH: (row) => row.makeupTPerH,
};

/** The last 40 minutes of all stations in means of five seconds. */
export interface CalmRing {
  /** Takes readings in; true when a slot was completed by them (its number is {@link lastSlot} from then on). */
  add(readings: Readings): boolean;
  /** Number of the last complete slot, UTC ms / {@link SLOT_MS}; -1 before the first. */
  lastSlot(): number;
  /** Mean over complete slots `from` to `to` (both included) of what was good in them; NaN where nothing was. */
  mean(quantity: Quantity, station: number, from: number, to: number): number;
}

export function createCalmRing(stations: readonly Pick<Station, 'id'>[]): CalmRing {
  const count = stations.length;
  const place = new Map(stations.map(({ id }, k) => [id, k]));
  const column = () => new Float64Array(count);
  const kept = QUANTITIES.map(() => new Float64Array(count * SLOTS).fill(Number.NaN));
  const sums = QUANTITIES.map(column);
  const counts = QUANTITIES.map(column);
  let open = -1;
  let first = -1;

  function close(): void {
    for (const [q, ring] of kept.entries()) {
      const [sum, number] = [sums[q] as Float64Array, counts[q] as Float64Array];
      for (let k = 0; k < count; k += 1) {
        const n = number[k] as number;
        ring[(open % SLOTS) * count + k] = n === 0 ? Number.NaN : (sum[k] as number) / n;
      }
      sum.fill(0);
      number.fill(0);
    }
  }

  /** Slots in which nothing came at all. */
  function skipTo(slot: number): void {
    for (let missed = Math.max(open + 1, slot - SLOTS); missed < slot; missed += 1)
      for (const ring of kept) ring.fill(Number.NaN, (missed % SLOTS) * count, ((missed % SLOTS) + 1) * count);
  }

  return {
    lastSlot: () => (first < 0 || open <= first ? -1 : open - 1),
    add({ at, rows }) {
      const slot = Math.floor(at / SLOT_MS);
      if (slot < open) return false;
      const isNext = slot > open && open >= 0;
      if (isNext) {
        close();
        skipTo(slot);
      }
      if (open < 0) first = slot;
      open = slot;
      for (const row of rows) {
        const k = place.get(row.stationId);
        if (k === undefined) continue;
        for (const [q, quantity] of QUANTITIES.entries()) {
          const value = VALUE_OF[quantity](row);
          if (value === undefined || !Number.isFinite(value)) continue;
          const [sum, number] = [sums[q] as Float64Array, counts[q] as Float64Array];
          sum[k] = (sum[k] as number) + value;
          number[k] = (number[k] as number) + 1;
        }
      }
      return isNext;
    },
    mean(quantity, station, from, to) {
      const ring = kept[QUANTITIES.indexOf(quantity)] as Float64Array;
      let [sum, number] = [0, 0];
      const oldest = Math.max(first, open - SLOTS + 1);
      for (let slot = Math.max(from, oldest); slot <= Math.min(to, open - 1); slot += 1) {
        const value = ring[(slot % SLOTS) * count + station] as number;
        if (Number.isNaN(value)) continue;
        sum += value;
        number += 1;
      }
      return number === 0 ? Number.NaN : sum / number;
    },
  };
}
