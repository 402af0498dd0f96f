import { expect, it } from 'vitest';
import { pressureMPa } from '#kit/hydraulics/water.ts';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import { createBaselineWatch, type BaselineWatch } from './baseline-watch.ts';

const START_MS = Date.UTC(2026, 0, 12);
const IDS = ['S1', 'S2', 'S3', 'S4', 'H1'];

/** Heads over ground in m at second `s` by station; the source makes up. */
interface Plant {
  readonly supplyM: (s: number, station: number) => number | undefined;
  readonly makeupTPerH?: (s: number) => number;
}

function watchOver() {
  return createBaselineWatch(
    IDS.map((id) => ({ id, kind: id === 'H1' ? ('source' as const) : ('station' as const) })),
    () => burstNumbers(),
  );
}

/** Lets seconds `from` to `to` pass. */
function pass(watch: BaselineWatch, { supplyM, makeupTPerH }: Plant, from: number, to: number): void {
  for (let s = from; s <= to; s += 1) {
    const rows = IDS.map((stationId, station) => {
      const column = supplyM(s, station);
      return {
        stationId,
        ...(column !== undefined && { supplyMPa: pressureMPa(column), returnMPa: pressureMPa(30) }),
        ...{ returnC: s > 200 ? 45 : 50 },
        ...(stationId === 'H1' && makeupTPerH && { makeupTPerH: makeupTPerH(s) }),
      };
    });
    watch.observe({ at: START_MS + s * 1000, rows });
  }
}

/** A fall of 8, 4, 2, 1 and 0.5 m at second 22. */
const BURST: Plant = {
  supplyM: (s, station) => 60 + 0.02 * Math.sin(s * (station + 1)) - (s >= 22 ? 8 / 2 ** station : 0),
  makeupTPerH: (s) => (s >= 22 ? 60 : 20),
};

it('sees a fall 22 s after the start within ten seconds, against the seconds before it', () => {
  const watch = watchOver();
  pass(watch, BURST, 0, 21);
  expect(watch.observation()).toBeUndefined();
  pass(watch, BURST, 22, 32);
  const observation = watch.observation();
  expect(watch.isCalm()).toBe(false);
  expect(observation?.startedAt).toBeLessThanOrEqual(START_MS + 22_000);
  expect(observation?.startedAt).toBeGreaterThan(START_MS + 5_000);
  const drops = observation?.drops.map(({ supplyM }) => supplyM);
  for (const [station, drop] of [8, 4, 2, 1, 0.5].entries()) expect(drops?.[station]).toBeCloseTo(drop, 1);
  expect(observation?.drops[0]?.returnM).toBeCloseTo(0, 6);
  expect(observation?.makeup?.riseTPerH).toBeCloseTo(40, 6);
  expect(observation?.sourceIds).toEqual(['H1']);
});

it('does not learn the burst: half an hour later the drops are the same, and the colder return water is told', () => {
  const watch = watchOver();
  pass(watch, BURST, 0, 1_900);
  const observation = watch.observation();
  expect(watch.isCalm()).toBe(false);
  expect(observation?.drops[0]?.supplyM).toBeCloseTo(8, 1);
  expect(observation?.returnFalls.map(({ stationId }) => stationId)).toEqual(['S1', 'S2', 'S3', 'S4']);
});

it('tells the rise of the make-up: none while all is calm, against the time before while a fall is followed', () => {
  const watch = watchOver();
  pass(watch, { supplyM: BURST.supplyM }, 0, 15);
  expect(watch.makeupRise()).toBeUndefined();
  const metered = watchOver();
  pass(metered, BURST, 0, 21);
  expect(metered.makeupRise()).toBeCloseTo(0, 6);
  pass(metered, BURST, 22, 600);
  expect(metered.makeupRise()).toBeCloseTo(40, 6);
});

it('keeps what was seen in the first minutes: valves that are closed later do not blur it', () => {
  const watch = watchOver();
  const closing: Plant = { supplyM: (s, station) => (s > 600 ? 5 : BURST.supplyM(s, station)) };
  pass(watch, closing, 0, 900);
  expect(watch.observation()?.drops[4]?.supplyM).toBeCloseTo(0.5, 1);
});

it('is calm again a minute after pressures came back', () => {
  const watch = watchOver();
  const mended: Plant = { supplyM: (s, station) => (s > 300 ? 60 : BURST.supplyM(s, station)) };
  pass(watch, mended, 0, 320);
  expect(watch.isCalm()).toBe(false);
  pass(watch, mended, 321, 400);
  expect(watch.isCalm()).toBe(true);
  expect(watch.observation()).toBeUndefined();
});

it('takes a slow swing for weather, even when somebody called meanwhile', () => {
  const watch = watchOver();
  pass(watch, { supplyM: (s) => 60 - (8 * s) / 3600 }, 0, 2_400);
  expect(watch.isCalm()).toBe(true);
  expect(watch.observation(START_MS + 1_200_000)).toBeUndefined();
});

it('asks for several stations: one that falls is a transmitter', () => {
  const watch = watchOver();
  pass(watch, { supplyM: (s, station) => (station === 0 && s > 100 ? 20 : 60) }, 0, 200);
  expect(watch.isCalm()).toBe(true);
});

it('finds a slower fall from the first caller on, less surely', () => {
  const watch = watchOver();
  const slow: Plant = { supplyM: (s, station) => 60 - Math.min(1, Math.max(0, (s - 300) / 300)) * (8 / 2 ** station) };
  pass(watch, slow, 0, 700);
  const observation = watch.observation(START_MS + 330_000);
  expect(observation?.drops[0]?.supplyM).toBeGreaterThan(6);
  expect(observation?.sigmaM).toBeGreaterThan(0.2);
});

it('stands gaps: stations without values are left out, a pause of all is no fall', () => {
  const watch = watchOver();
  pass(watch, { supplyM: (s, station) => (station === 3 ? undefined : BURST.supplyM(s, station)) }, 0, 40);
  expect(watch.observation()?.drops.map(({ stationId }) => stationId)).toEqual(['S1', 'S2', 'S3', 'H1']);
  const paused = watchOver();
  pass(paused, { supplyM: () => 60 }, 0, 100);
  pass(paused, { supplyM: () => 40 }, 1_000, 1_003);
  expect(paused.observation()).toBeUndefined();
  pass(paused, { supplyM: () => 40 }, 1_004, 1_100);
  expect(paused.isCalm()).toBe(true);
});
