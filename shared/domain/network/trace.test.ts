import { describe, expect, it } from 'vitest';
import { fromLocalM, type LonLat } from '../../lib/geo.ts';
import { buildGraph } from './graph.ts';
import type { TraceRequest, TraceResult, ValveGuess } from './trace-types.ts';
import { traceNetwork } from './trace.ts';
import type { Building, Network, Pipe, Side, Station, Valve } from './types.ts';
import { valveStatuses } from './valve-status.ts';

/**
 * A ladder of three pipes of 200 m on each side, with a station at the end of each and valves between them:
 *
 *     SRC  0 ==A== 1 -V1- 2 ==B== 3 -V2- 4 ==C== 5
 *                  ST1           ST2           ST3
 */
const placeOf = (node: number, side: Side): LonLat => {
  const x = Math.ceil(node / 2) * 200 + Math.floor(node / 2) * 5;
  return fromLocalM([116.4, 39.9], x, side === 'supply' ? 0 : -1.5);
};
const nodeId = (node: number, side: Side): string => `${side === 'supply' ? 's' : 'r'}${String(node)}`;
const letter = (side: Side): string => (side === 'supply' ? 'S' : 'R');
const SIDES = ['supply', 'return'] as const;

function stationAt(id: string, node: number, more: Partial<Station> = {}): Station {
  const ends = { supplyNode: nodeId(node, 'supply'), returnNode: nodeId(node, 'return') };
  const at = placeOf(node, 'supply');
  return {
    id,
    kind: 'station',
    name: id,
    area: 'A',
    at,
    elevationM: 0,
    households: 100,
    heatedAreaM2: 8_000,
    ...ends,
    ...more,
  };
}

function pipeOf(name: string, from: number, to: number, side: Side): Pipe {
  const path = [placeOf(from, side), placeOf(to, side)];
  const bore = { dnMm: 200, innerDiameterM: 0.2, roughnessMm: 0.5 };
  return { id: name + letter(side), side, from: nodeId(from, side), to: nodeId(to, side), path, lengthM: 200, ...bore };
}

function valveOf(name: string, from: number, to: number, side: Side, more: Partial<Valve> = {}): Valve {
  const ends = { from: nodeId(from, side), to: nodeId(to, side) };
  return {
    id: name + letter(side),
    side,
    ...ends,
    at: placeOf(from, side),
    state: 'open',
    condition: 'operable',
    ...more,
  };
}

function ladder(changes: Partial<Network> = {}): Network {
  return {
    name: 'ladder',
    nodes: SIDES.flatMap((side) =>
      [0, 1, 2, 3, 4, 5].map((node) => ({ id: nodeId(node, side), side, at: placeOf(node, side), elevationM: 0 })),
    ),
    pipes: SIDES.flatMap((side) => [pipeOf('A', 0, 1, side), pipeOf('B', 2, 3, side), pipeOf('C', 4, 5, side)]),
    valves: SIDES.flatMap((side) => [valveOf('V1', 1, 2, side), valveOf('V2', 3, 4, side)]),
    stations: [stationAt('SRC', 0, { kind: 'source' }), stationAt('ST1', 1), stationAt('ST2', 3), stationAt('ST3', 5)],
    base: [],
    ...changes,
  };
}

const EAST: Station = stationAt('EAST', 5, { kind: 'peakBoiler' });
const withEast = (changes: Partial<Network> = {}): Network => {
  const network = ladder(changes);
  return { ...network, stations: [...network.stations, EAST] };
};

function trace(
  network: Network,
  request: Partial<TraceRequest> = {},
  known: Readonly<Record<string, ValveGuess>> = {},
  buildings: readonly Building[] = [],
): TraceResult {
  return traceNetwork(buildGraph(network, buildings), known, { pipeIds: ['BS'], ...request }, () => 0);
}

const ids = (steps: readonly { readonly valveId: string }[]): readonly string[] => steps.map(({ valveId }) => valveId);
const lostIds = ({ lost }: TraceResult): readonly string[] =>
  lost.stations.map(({ stationId, why }) => `${stationId} ${why}`);
const codes = ({ remarks }: TraceResult): readonly string[] => remarks.map(({ code }) => code);

describe('a leak in the middle of a line', () => {
  it('NET-03, NET-10, NET-12: closes both sides towards the source, and leaves out what no source is behind', () => {
    const answer = trace(ladder());
    expect([...answer.isolatedPipeIds].sort()).toEqual(['BR', 'BS']);
    expect(ids(answer.steps)).toEqual(['V1S', 'V1R']);
    expect(answer.leftOut.map(({ valveId, why }) => `${valveId} ${why}`).sort()).toEqual([
      'V2R noSourceBehind',
      'V2S noSourceBehind',
    ]);
    expect(lostIds(answer)).toEqual(['ST2 inside', 'ST3 cutOff']);
    expect(answer.lost).toMatchObject({ households: 200, heatedAreaM2: 16_000, buildings: 0, alreadyOut: [] });
    expect([answer.remarks, answer.stationsToShut]).toEqual([[], undefined]);
  });

  it('NET-16: tells length and volume of the part, and the pipes that are cut off with their water', () => {
    const answer = trace(ladder());
    expect(answer.lengthM).toBe(400);
    expect(answer.volumeM3).toBeCloseTo(400 * Math.PI * 0.01, 9);
    expect([...answer.cutOffPipeIds].sort()).toEqual(['CR', 'CS']);
  });

  it('NET-08, NET-12: with a source behind the other end both valves are steps and nobody there is lost', () => {
    const answer = trace(withEast());
    expect([...ids(answer.steps)].sort()).toEqual(['V1R', 'V1S', 'V2R', 'V2S']);
    expect(lostIds(answer)).toEqual(['ST2 inside']);
    expect([answer.leftOut, answer.cutOffPipeIds]).toEqual([[], []]);
  });

  it('NET-03: several leaks are closed off together', () => {
    const answer = trace(ladder(), { pipeIds: ['BS', 'CR', 'BS'] });
    expect(answer.pipeIds).toEqual(['BS', 'CR']);
    expect([...answer.isolatedPipeIds].sort()).toEqual(['BR', 'BS', 'CR', 'CS']);
    expect(ids(answer.steps)).toEqual(['V1S', 'V1R']);
  });

  it('NET-01: a valve with an open way round it is no boundary', () => {
    const bypass = SIDES.map((side) => pipeOf('X', 1, 2, side));
    const answer = trace(withEast({ pipes: [...ladder().pipes, ...bypass] }));
    expect(ids(answer.steps)).not.toContain('V1S');
    expect([...answer.isolatedPipeIds].sort()).toEqual(['AR', 'AS', 'BR', 'BS', 'XR', 'XS']);
    expect(codes(answer)).toEqual(['NET0004']);
  });

  it('NET-08: water that comes round through stations makes a valve a step', () => {
    // C hangs on the source over its return alone: its station lets the water through to the supply side of V2.
    const back: Pipe = { ...pipeOf('Y', 0, 5, 'return') };
    const answer = trace(ladder({ pipes: [...ladder().pipes, back] }));
    expect([...ids(answer.steps)].sort()).toEqual(['V1R', 'V1S', 'V2R', 'V2S']);
    expect(lostIds(answer)).toEqual(['ST2 inside', 'ST3 cutOff']);
  });
});

describe('what belongs to the leak on the other side', () => {
  const noPipesBeside = (network: Network): Network => ({
    ...network,
    pipes: network.pipes.map((pipe) =>
      pipe.side === 'return' ? { ...pipe, path: pipe.path.map(([lon, lat]) => [lon, lat - 0.001] as const) } : pipe,
    ),
  });

  it('NET-04: without a pipe within 15 m it is found over the stations', () => {
    expect([...trace(noPipesBeside(ladder())).isolatedPipeIds].sort()).toEqual(['BR', 'BS']);
  });

  it('NET-04: without a station it is found by the trench', () => {
    const stations = [stationAt('SRC', 0, { kind: 'source' })];
    expect([...trace(ladder({ stations })).isolatedPipeIds].sort()).toEqual(['BR', 'BS']);
    const answer = trace(noPipesBeside(ladder({ stations })));
    expect([answer.isolatedPipeIds, ids(answer.steps)]).toEqual([['BS'], ['V1S']]);
  });

  it('NET-04, NET-05: a return without valves takes in its own pipes, not the supply beside them; live stations are shut', () => {
    // The return runs through from 1 to 5, and the source has a valve of its own, so that the return can be closed at all.
    const through = [pipeOf('X', 1, 2, 'return'), pipeOf('Z', 3, 4, 'return')];
    const network = withEast({
      pipes: [...ladder().pipes.filter(({ id }) => id !== 'AR' && id !== 'CR'), ...through],
      valves: [
        ...ladder().valves.filter(({ side }) => side === 'supply'),
        valveOf('W', 0, 1, 'return'),
        valveOf('Q', 4, 5, 'return'),
      ],
    });
    const answer = trace(network);
    expect([...answer.isolatedPipeIds].sort()).toEqual(['BR', 'BS', 'XR', 'ZR']);
    expect([...ids(answer.steps)].sort()).toEqual(['QR', 'V1S', 'V2S', 'WR']);
    expect(answer.stationsToShut).toEqual(['ST1']);
    expect(codes(answer)).toContain('NET0009');
    expect(lostIds(answer)).toEqual(['ST1 inside', 'ST2 inside']);
  });
});

describe('valves that are not as they should be', () => {
  it('NET-07, NET-10, NET-12: a stuck one merges what is behind it, with the extra customers said', () => {
    const answer = trace(withEast(), { valves: { V2S: { condition: 'stuck' } } });
    expect(answer.rounds).toEqual([
      { pastValves: [], segments: 2, lengthM: 400, lostStations: 1, lostHouseholds: 100 },
      { pastValves: ['V2S'], segments: 4, lengthM: 800, lostStations: 2, lostHouseholds: 200 },
    ]);
    expect(answer.leftOut).toMatchObject([{ valveId: 'V2S', why: 'stuck', side: 'supply' }]);
    expect(ids(answer.steps)).toEqual(['V1S', 'V1R']);
    expect(lostIds(answer)).toEqual(['ST2 inside', 'ST3 inside']);
    // The peak boiler came in past it.
    expect(codes(answer)).toEqual(['NET0003', 'NET0004']);
  });

  it('NET-07: of two stuck ones of a round it does not matter which is looked at first', () => {
    const bare = (name: string, node: number, side: Side): Pipe => pipeOf(name, node, node, side);
    const stations = [stationAt('ST1', 2), stationAt('ST2', 2, { returnNode: nodeId(4, 'return') })];
    const pipes = [bare('A', 0, 'supply'), bare('A', 0, 'return')];
    const stuck = [valveOf('V1', 0, 2, 'supply'), valveOf('V2', 0, 2, 'return')].map((valve) => ({
      ...valve,
      condition: 'stuck' as const,
    }));
    for (const valves of [stuck, [...stuck].reverse()]) {
      for (const leak of ['AS', 'AR']) {
        const answer = trace(ladder({ stations, pipes, valves }), { pipeIds: [leak] });
        expect(answer.stationsToShut).toBeUndefined();
        expect(lostIds(answer)).toEqual(['ST1 inside', 'ST2 inside']);
      }
    }
  });

  it('NET-07: a stuck one that is closed, or has no source behind, is no reason to go past it', () => {
    const closed = trace(withEast(), { valves: { V2S: { condition: 'stuck', state: 'closed' } } });
    expect(closed.rounds).toHaveLength(1);
    const dead = trace(ladder(), { valves: { V2S: { condition: 'stuck' } } });
    expect(dead.rounds).toHaveLength(1);
    expect(dead.leftOut.map(({ why }) => why)).toEqual(['noSourceBehind', 'noSourceBehind']);
  });

  it('NET-07: a chain of stuck valves longer than any street ends', () => {
    const count = 3_000;
    const nodes = Array.from({ length: count * 2 }, (_, k) => ({
      id: nodeId(k, 'supply'),
      side: 'supply' as const,
      at: placeOf(k, 'supply'),
      elevationM: 0,
    }));
    const pipes = Array.from({ length: count }, (_, k) => pipeOf(`P${String(k)}`, 2 * k, 2 * k + 1, 'supply'));
    const valves = pipes
      .slice(1)
      .map((_, k) => valveOf(`V${String(k)}`, 2 * k + 1, 2 * k + 2, 'supply', { condition: 'stuck' }));
    const answer = trace(
      { name: 'chain', nodes, pipes, valves, stations: [stationAt('SRC', 0, { kind: 'source' })], base: [] },
      { pipeIds: [`P${String(count - 1)}S`] },
    );
    expect(answer.isolatedPipeIds).toHaveLength(count);
    expect(answer.leftOut).toHaveLength(count - 1);
    expect(answer.rounds.length).toBeLessThan(20);
    expect(codes(answer)).toEqual(['NET0007', 'NET0003', 'NET0004']);
  });

  it('NET-09: one that is recorded as closed is looked at only where a source is behind it', () => {
    const answer = trace(withEast(), {}, { V2S: { state: 'closed' } });
    expect(answer.steps.filter(({ action }) => action === 'verify').map(({ valveId }) => valveId)).toEqual(['V2S']);
    const dead = trace(ladder(), {}, { V2S: { state: 'closed' } });
    expect([...ids(dead.steps), ...ids(dead.leftOut)].sort()).toEqual(['V1R', 'V1S', 'V2R']);
  });

  it('NET-06, NET-09, NET-15: an unknown state is open, an unknown condition operable or stuck as asked, and both are said', () => {
    const known = { V1S: { state: 'unknown' }, V1R: { condition: 'unknown' } } as const;
    const answer = trace(ladder(), {}, known);
    expect(answer.steps.map(({ valveId, action, isUncertain }) => [valveId, action, isUncertain])).toEqual([
      ['V1S', 'close', true],
      ['V1R', 'close', true],
    ]);
    expect(answer.remarks).toEqual([{ code: 'NET0008', detail: { count: 2, ids: 'V1S, V1R' } }]);
    const worst = trace(ladder(), { unknownCondition: 'stuck' }, known);
    expect(worst.rounds.at(-1)?.pastValves).toEqual(['V1R']);
  });

  it('NET-06: the question goes over the log, the log over the import, each of state and condition for itself', () => {
    const network = withEast({
      valves: ladder().valves.map((valve) => (valve.id === 'V2S' ? { ...valve, condition: 'stuck' } : valve)),
    });
    const record = { id: 'V2S', basis: 'field', by: 'Zhao', reason: '', at: 1, changes: [] } as const;
    const known = valveStatuses([{ ...record, state: 'closed' }]);
    expect(known).toEqual({ V2S: { state: 'closed' } });
    expect(trace(network, {}, known).rounds).toHaveLength(1);
    expect(trace(network, { valves: { V2S: { state: 'open' } } }, known).rounds).toHaveLength(2);
    const freed = { V2S: { state: 'open', condition: 'operable' } } as const;
    expect(trace(network, { valves: freed }, known).rounds).toHaveLength(1);
  });

  it('NET-11: a step tells what it costs when it does not close', () => {
    const extra = (answer: TraceResult): Readonly<Record<string, number>> =>
      Object.fromEntries(answer.steps.map(({ valveId, ifStuckExtraStations }) => [valveId, ifStuckExtraStations]));
    expect(extra(trace(withEast()))).toEqual({ V1S: 1, V1R: 1, V2S: 1, V2R: 1 });
    expect(extra(trace(ladder()))).toEqual({ V1S: 1, V1R: 1 });
  });
});

describe('who is lost', () => {
  const building = (id: string, stationId: string, more: Partial<Building> = {}): Building => ({
    id,
    stationId,
    community: 'c',
    name: id,
    address: 'a',
    at: [116.4, 39.9],
    households: 30,
    heatedAreaM2: 2_000,
    construction: 'masonry',
    ...more,
  });

  it('NET-13: customers count where they are known, and the sensitive ones are listed', () => {
    const buildings = [
      building('b1', 'ST2'),
      building('b2', 'ST2', { sensitive: 'hospital' }),
      building('b3', 'ST1', { sensitive: 'school' }),
      building('b4', 'nowhere'),
    ];
    const { lost } = trace(ladder(), {}, {}, buildings);
    expect(lost).toMatchObject({ households: 160, heatedAreaM2: 12_000, buildings: 2 });
    expect(lost.stations.map(({ households }) => households)).toEqual([60, 100]);
    expect(lost.sensitive).toEqual([{ buildingId: 'b2', kind: 'hospital', stationId: 'ST2' }]);
  });

  it('NET-12: a station that had no heat before is named apart', () => {
    const answer = trace(ladder(), {}, { V2S: { state: 'closed' } });
    expect(lostIds(answer)).toEqual(['ST2 inside']);
    expect(answer.lost.alreadyOut).toEqual(['ST3']);
    expect(answer.cutOffPipeIds).toEqual(['CR']);
  });

  it('NET-12: who lost the heat by valves that are closed for this leak stays on the list, however many are closed already', () => {
    const open = trace(ladder());
    expect(lostIds(open)).toEqual(['ST2 inside', 'ST3 cutOff']);
    for (const known of [
      { V1S: { state: 'closed' } },
      { V1S: { state: 'closed' }, V1R: { state: 'closed' } },
    ] as const) {
      const told = trace(ladder(), {}, known);
      expect(told.steps.filter(({ action }) => action === 'verify').map(({ valveId }) => valveId)).toEqual(
        Object.keys(known),
      );
      expect(told.lost).toEqual(open.lost);
      expect(told.cutOffPipeIds).toEqual(open.cutOffPipeIds);
      expect(told.rounds).toEqual(open.rounds);
      expect(trace(ladder(), { valves: known }).lost).toEqual(open.lost);
    }
  });

  it('NET-12, NET-07: valves closed for a stuck one keep their customers and their reason', () => {
    const stuck = { V2S: { condition: 'stuck' } } as const;
    const open = trace(ladder(), { pipeIds: ['CS'] }, stuck);
    expect(lostIds(open)).toEqual(['ST2 inside', 'ST3 inside']);
    const closed = { ...stuck, V1S: { state: 'closed' }, V1R: { state: 'closed' } } as const;
    const told = trace(ladder(), { pipeIds: ['CS'] }, closed);
    expect(told.steps.map(({ valveId, action }) => `${action} ${valveId}`).sort()).toEqual([
      'verify V1R',
      'verify V1S',
    ]);
    expect([told.lost, told.rounds, told.leftOut]).toEqual([open.lost, open.rounds, open.leftOut]);
  });

  it('NET-12: behind a valve that was imported as closed nobody had heat', () => {
    const valves = ladder().valves.map((valve) =>
      valve.id === 'V1S' ? { ...valve, state: 'closed' as const } : valve,
    );
    const answer = trace(ladder({ valves }));
    expect(lostIds(answer)).toEqual([]);
    expect(answer.lost.alreadyOut).toEqual(['ST2', 'ST3']);
  });

  it('NET-12: a station is lost when one of its sides is', () => {
    const through = { ...pipeOf('Z', 3, 4, 'return') };
    const valves = ladder().valves.filter(({ id }) => id !== 'V2R');
    const answer = trace(ladder({ valves, pipes: [...ladder().pipes, through] }));
    expect(lostIds(answer)).toEqual(['ST2 inside', 'ST3 inside']);
  });
});

describe('networks that have no answer', () => {
  it('NET-15: no source: every valve at the edge stands, and only those inside are lost', () => {
    const answer = trace(ladder({ stations: [stationAt('ST2', 3), stationAt('ST3', 5)] }));
    expect(codes(answer)).toEqual(['NET0002']);
    expect([...ids(answer.steps)].sort()).toEqual(['V1R', 'V1S', 'V2R', 'V2S']);
    expect(lostIds(answer)).toEqual(['ST2 inside']);
  });

  it('NET-15: a source inside is said, with NET0003 where there is no valve to close', () => {
    const inside = trace(withEast(), { pipeIds: ['AS'] });
    expect(codes(inside)).toEqual(['NET0004']);
    expect(inside.remarks[0]?.detail).toEqual({ count: 1, ids: 'SRC' });
    expect([...ids(inside.steps)].sort()).toEqual(['V1R', 'V1S']);
    expect(codes(trace(ladder({ valves: [] }), { pipeIds: ['AS'] }))).toEqual(['NET0003', 'NET0004']);
  });

  it('NET-15: an unknown pipe is refused, a valve named in vain is said', () => {
    expect(() => trace(ladder(), { pipeIds: ['none'] })).toThrow('NET0001');
    expect(() => trace(ladder(), { pipeIds: [] })).toThrow('NET0001');
    expect(
      trace(ladder(), {
        valves: Object.fromEntries([
          ['none', {}],
          ['constructor', {}],
        ]),
      }).remarks,
    ).toEqual([{ code: 'NET0010', detail: { count: 2, ids: 'none, constructor' } }]);
  });

  it('NET-02: counts what it cannot use by kind, and traces the rest as if it were not there', () => {
    const good = ladder();
    const bad: Network = {
      ...good,
      nodes: [...good.nodes, { id: 's1', side: 'supply', at: [0, 0], elevationM: 0 }],
      pipes: [
        ...good.pipes,
        { ...pipeOf('B', 0, 5, 'supply') },
        { ...pipeOf('D', 0, 5, 'supply'), to: 'nowhere' },
        { ...pipeOf('E', 3, 3, 'supply'), lengthM: 0, path: [] },
        { ...pipeOf('F', 3, 3, 'supply'), lengthM: NaN, innerDiameterM: NaN, path: [[NaN, NaN]] },
        { ...pipeOf('G', 3, 3, 'supply'), lengthM: -5 },
      ],
      valves: [...good.valves, { ...valveOf('X', 2, 3, 'supply'), from: 'nowhere' }, valveOf('Y', 2, 2, 'supply')],
      stations: [...good.stations, stationAt('ST1', 4), stationAt('HALF', 5, { returnNode: 'nowhere' })],
    };
    const answer = trace(bad);
    expect(answer.remarks).toEqual([
      {
        code: 'NET0007',
        detail: { duplicateIds: 3, pipesWithoutEnds: 1, valvesWithoutEnds: 1, stationsWithoutEnds: 1, badLengths: 2 },
      },
    ]);
    expect(ids(answer.steps)).toEqual(['V1S', 'V1R']);
    expect([answer.lengthM, answer.isolatedPipeIds.length]).toEqual([400, 5]);
    expect(lostIds(answer)).toEqual(['ST2 inside', 'ST3 cutOff', 'HALF cutOff']);
    const empty = buildGraph({ name: '', nodes: [], pipes: [], valves: [], stations: [], base: [] });
    expect([empty.segments.count, empty.hasSource, empty.remarks]).toEqual([0, false, []]);
  });

  it('NET-02: a pile of pipes on one spot and on one side does not hold anybody up', () => {
    const pipes = Array.from({ length: 20_000 }, (_, k) => pipeOf(`P${String(k)}`, 2, 3, 'supply'));
    const answer = trace(ladder({ pipes: [...ladder().pipes, ...pipes] }));
    expect(answer.isolatedPipeIds).toHaveLength(20_002);
    expect(ids(answer.steps)).toEqual(['V1S', 'V1R']);
  });
});
