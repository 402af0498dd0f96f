import { describe, expect, it } from 'vitest';
import type { Network } from '#shared/domain/network/types.ts';
import { createCityModel } from '../plant/city-model.ts';
import { DENSITY_KG_PER_M3 } from '#kit/hydraulics/water.ts';
import { SupplyHistory, WaterAge } from './transport.ts';

/** A source and two stations on one line: the far one 2 km behind the near one. */
function lineNetwork(): Network {
  const at = [126.6, 45.75] as const;
  const places = ['SRC1', 'S001', 'S002'];
  const bore = { path: [at, at], dnMm: 200, innerDiameterM: 0.21, roughnessMm: 0.5 };
  const hops = [
    ['SRC1', 'S001', 500],
    ['S001', 'S002', 2000],
  ] as const;
  return {
    name: 'line',
    nodes: places.flatMap((id) => [
      { id: `${id}s`, side: 'supply' as const, at, elevationM: 100 },
      { id: `${id}r`, side: 'return' as const, at, elevationM: 100 },
    ]),
    pipes: hops.flatMap(([a, b, lengthM], k) => [
      { id: `P${k}S`, side: 'supply' as const, from: `${a}s`, to: `${b}s`, lengthM, ...bore },
      { id: `P${k}R`, side: 'return' as const, from: `${b}r`, to: `${a}r`, lengthM, ...bore },
    ]),
    valves: [],
    stations: places.map((id) => ({
      id,
      kind: id === 'SRC1' ? 'source' : 'station',
      name: id,
      area: 'line',
      at,
      elevationM: 100,
      supplyNode: `${id}s`,
      returnNode: `${id}r`,
      designFlowTPerH: 40,
    })),
    base: [],
  };
}

describe('water under way', () => {
  it('takes volume over flow to arrive, and arrives nowhere without flow', async () => {
    const network = lineNetwork();
    const model = await createCityModel(network);
    const age = new WaterAge(network, model);
    age.update();
    const seconds = (lengthM: number, tPerH: number): number =>
      ((Math.PI / 4) * 0.21 ** 2 * lengthM * DENSITY_KG_PER_M3 * 3.6) / tPerH;
    expect(age.ageS[2]).toBeCloseTo(seconds(500, 80), -1);
    expect(age.ageS[4]).toBeCloseTo(seconds(500, 80) + seconds(2000, 40), -1);
    for (const station of [0, 1]) model.setOpening(station, 0);
    model.solve();
    age.update();
    expect(age.ageS[4]).toBeNaN();
    model.dispose();
  });
});

describe('the supply history', () => {
  it('gives back what left then, over gaps, and no further than a day', () => {
    const history = new SupplyHistory(80);
    const start = Date.UTC(2026, 0, 10);
    history.record(start, 80);
    history.record(start + 600_000, 90);
    history.record(start + 1_200_000, 100);
    expect(history.at(start + 599_000)).toBe(90);
    expect(history.at(start + 700_000)).toBe(100);
    expect(history.at(start - 3_600_000)).toBe(80);
    expect(history.at(start + 5_000_000)).toBe(100);
    history.record(start + 26 * 3_600_000, 70);
    expect(history.at(start)).toBe(70);
  });
});
