import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { City } from '../types.ts';
import { generateCity } from './generate-city.ts';

const hashOf = (city: City): string => createHash('sha256').update(JSON.stringify(city)).digest('hex');
const city = generateCity({ seed: 7, stations: 240 });
const { network } = city;

/** Nodes of one side that open pipes and valves join to the source. */
function reachedFromSource({ network: net }: City, side: 'supplyNode' | 'returnNode'): Set<string> {
  const next = new Map<string, string[]>();
  for (const link of [...net.pipes, ...net.valves.filter((valve) => valve.state !== 'closed')]) {
    next.set(link.from, [...(next.get(link.from) ?? []), link.to]);
    next.set(link.to, [...(next.get(link.to) ?? []), link.from]);
  }
  const start = net.stations.find((station) => station.kind === 'source')?.[side] ?? '';
  const seen = new Set([start]);
  const queue = [start];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const other of next.get(node) ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      queue.push(other);
    }
  }
  return seen;
}

describe('generateCity', () => {
  it('gives the same bytes for the same seed and others for another', () => {
    expect(hashOf(generateCity({ seed: 7, stations: 240 }))).toBe(hashOf(city));
    expect(hashOf(generateCity({ seed: 8, stations: 240 }))).not.toBe(hashOf(city));
  });

  it('builds about 3,000 buildings and 120,000 households for 240 stations', () => {
    const households = city.buildings.reduce((sum, building) => sum + building.households, 0);
    expect(Math.abs(city.buildings.length - 3000)).toBeLessThan(450);
    expect(Math.abs(households - 120_000)).toBeLessThan(18_000);
    expect(city.crews).toHaveLength(24);
    expect(city.modbusStationIds).toHaveLength(48);
  });

  it.each([
    [10, 1],
    [57, 2],
    [240, 7],
    [1100, 3],
  ])('joins every station of %i to the source on both sides', (stations, seed) => {
    const made = generateCity({ seed, stations });
    for (const side of ['supplyNode', 'returnNode'] as const) {
      const reached = reachedFromSource(made, side);
      expect(made.network.stations.filter((station) => !reached.has(station[side]))).toEqual([]);
    }
    expect(made.network.stations.filter((station) => station.kind === 'station')).toHaveLength(stations);
  });

  it('uses every id once and names ends that exist on the right side', () => {
    const items = [...network.nodes, ...network.pipes, ...network.valves, ...network.stations];
    expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
    expect(new Set(network.base.map((item) => item.id)).size).toBe(network.base.length);
    const sideOf = new Map(network.nodes.map((node) => [node.id, node.side]));
    const strangers = [...network.pipes, ...network.valves].filter(
      (link) => sideOf.get(link.from) !== link.side || sideOf.get(link.to) !== link.side,
    );
    expect(strangers).toEqual([]);
  });

  it('keeps loops, leaves some of them open at a valve, and has stuck and untried valves', () => {
    const supply = network.nodes.filter((node) => node.side === 'supply').length;
    const links = [...network.pipes, ...network.valves].filter((link) => link.side === 'supply');
    expect(links.length).toBeGreaterThan(supply + 20);
    expect(network.valves.some((valve) => valve.state === 'closed')).toBe(true);
    expect(network.valves.some((valve) => valve.state === 'unknown')).toBe(true);
    const shareOf = (condition: string): number =>
      network.valves.filter((valve) => valve.condition === condition).length / network.valves.length;
    expect(shareOf('stuck')).toBeGreaterThan(0.02);
    expect(shareOf('stuck')).toBeLessThan(0.06);
    expect(shareOf('unknown')).toBeGreaterThan(0.03);
    expect(shareOf('unknown')).toBeLessThan(0.09);
  });

  it('gives each side of a loop valve the same normal position', () => {
    const byId = new Map(network.valves.map((valve) => [valve.id, valve]));
    const odd = network.valves.filter((valve) => {
      const twin = byId.get(`${valve.id.slice(0, -1)}${valve.side === 'supply' ? 'R' : 'S'}`);
      return (valve.state === 'closed') !== (twin?.state === 'closed');
    });
    expect(odd).toEqual([]);
  });

  it('draws streets, river, districts, communities, footprints and repair points, all with Chinese names but the footprints', () => {
    const all = (kind: string) => network.base.filter((item) => item.kind === kind);
    const count = (kind: string): number => all(kind).length;
    expect(count('building')).toBe(city.buildings.length);
    expect(count('water')).toBeGreaterThan(0);
    expect(count('repairPoint')).toBeGreaterThan(3);
    expect(count('community')).toBeGreaterThan(100);
    for (const kind of ['street', 'district', 'community'] as const) {
      expect(all(kind).filter(({ name }) => !/^[\u4e00-\u9fff]/.test(name ?? ''))).toEqual([]);
      expect(count(kind)).toBeGreaterThan(1);
    }
  });

  it('gives every pipe its DN and depth, on supply and return, and has one heat source and a peak boiler', () => {
    expect(network.pipes.filter(({ dnMm, depthM }) => !(dnMm >= 25 && (depthM ?? 0) > 0.5))).toEqual([]);
    expect(new Set(network.pipes.map(({ side }) => side))).toEqual(new Set(['supply', 'return']));
    const kindsOf = network.stations.map(({ kind }) => kind).filter((kind) => kind !== 'station');
    expect(kindsOf.sort()).toEqual(['peakBoiler', 'source']);
  });

  it('has sensitive customers of every kind and short, unique station names', () => {
    const kinds = new Set(city.buildings.map((building) => building.sensitive));
    expect(kinds).toEqual(new Set([undefined, 'hospital', 'school', 'careHome']));
    const names = network.stations.map((station) => station.name);
    expect(new Set(names).size).toBe(names.length);
    expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(5);
  });
});
