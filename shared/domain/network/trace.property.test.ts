import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyGuesses, anyNetwork } from '#tests/support/any-network.ts';
import { generateNetwork, seededRandom } from '#tests/support/generated-network.ts';
import { bothAnswers } from '#tests/support/textbook-compare.ts';
import { textbookNetwork } from '#tests/support/textbook-trace.ts';
import type { NetworkGraph } from './graph-types.ts';
import { buildGraph } from './graph.ts';
import type { TraceRequest, TraceResult, ValveGuess } from './trace-types.ts';
import { traceNetwork } from './trace.ts';
import type { Network } from './types.ts';

const RUNS = { numRuns: 600 };
type Known = Readonly<Record<string, ValveGuess>>;
const trace = (graph: NetworkGraph, request: TraceRequest, known: Known = {}): TraceResult =>
  traceNetwork(graph, known, request, () => 0);

/** A network with some of its usable pipes leaking. */
const anyLeak = fc
  .record({ network: anyNetwork, known: anyGuesses, picks: fc.array(fc.nat(), { minLength: 1, maxLength: 2 }) })
  .map(({ network, known, picks }) => {
    const graph = buildGraph(network);
    const pipeIds = picks.flatMap((pick) => graph.pipes.ids[pick % Math.max(1, graph.pipes.ids.length)] ?? []);
    return { network, graph, known, pipeIds };
  })
  .filter(({ pipeIds }) => pipeIds.length > 0);

/** Whether water from any source comes to a pipe with these valves shut and these stations shut: a search of its own over nodes. */
function leaksStill(network: Network, pipeIds: readonly string[], isShut: (id: string) => boolean): boolean {
  const textbook = textbookNetwork(network);
  const reached = new Set<string>();
  const reach = (...ends: readonly string[]): void => {
    for (const end of ends) if (textbook.nodes.has(end)) reached.add(end);
  };
  for (const { kind, supplyNode, returnNode } of textbook.stations.values()) {
    if (kind !== 'station') reach(supplyNode, returnNode);
  }
  for (const node of reached) {
    for (const { from, to } of textbook.pipesAt.get(node) ?? []) reach(from, to);
    for (const { id, from, to } of textbook.valvesAt.get(node) ?? []) if (!isShut(id)) reach(from, to);
    for (const { id, kind, supplyNode, returnNode } of textbook.stationsAt.get(node) ?? []) {
      if (kind === 'station' && !isShut(id)) reach(supplyNode, returnNode);
    }
  }
  return pipeIds.some((id) => reached.has(textbook.pipes.get(id)?.from ?? ''));
}

const codes = ({ remarks }: TraceResult): readonly string[] => remarks.map(({ code }) => code);

describe('any network', () => {
  it('NET-03, NET-04, NET-05, NET-06, NET-07, NET-08, NET-09, NET-10, NET-12: agrees with a textbook search over nodes', () => {
    fc.assert(
      fc.property(anyLeak, ({ network, graph, known, pipeIds }) => {
        const { fast, slow } = bothAnswers(graph, textbookNetwork(network), pipeIds, known);
        expect(fast).toEqual(slow);
      }),
      RUNS,
    );
  });

  it('NET-03, NET-12: agrees with it on 10,000 generated pipes', () => {
    const { network } = generateNetwork(10_000, 11);
    const [graph, textbook, random] = [buildGraph(network), textbookNetwork(network), seededRandom(5)];
    for (let k = 0; k < 8; k++) {
      const pipe = network.pipes[Math.floor(random() * network.pipes.length)];
      const { fast, slow } = bothAnswers(graph, textbook, [pipe?.id ?? '']);
      expect(fast).toEqual(slow);
    }
  });

  it('NET-03, NET-05: with the steps closed no source reaches the leak, unless one lies inside', () => {
    fc.assert(
      fc.property(anyLeak, ({ network, graph, pipeIds }) => {
        const answer = trace(graph, { pipeIds });
        if (codes(answer).includes('NET0004') || codes(answer).includes('NET0002')) return;
        const closed = new Set(network.valves.filter(({ state }) => state === 'closed').map(({ id }) => id));
        for (const { valveId } of answer.steps) closed.add(valveId);
        for (const id of answer.stationsToShut ?? []) closed.add(id);
        const isFirst = firsts(network);
        expect(leaksStill(isFirst, pipeIds, (id) => closed.has(id))).toBe(false);
      }),
      RUNS,
    );
  });

  it('NET-08, NET-09: every step is needed: with it alone open, water comes to the part', () => {
    fc.assert(
      fc.property(anyLeak, ({ network, graph, pipeIds }) => {
        const answer = trace(graph, { pipeIds });
        if (codes(answer).includes('NET0004') || codes(answer).includes('NET0002')) return;
        const closed = new Set([...answer.steps.map(({ valveId }) => valveId), ...(answer.stationsToShut ?? [])]);
        const plain = firsts(network);
        for (const { id, state } of plain.valves) if (state === 'closed') closed.add(id);
        for (const { valveId } of answer.steps) {
          const isShut = (id: string): boolean => id !== valveId && closed.has(id);
          expect(leaksStill(plain, answer.isolatedPipeIds, isShut) || isAtBareNode(plain, answer, valveId)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('NET-07, NET-11: what a step costs when it does not close is what a trace with it stuck loses more', () => {
    fc.assert(
      fc.property(anyLeak, ({ graph, pipeIds }) => {
        const answer = trace(graph, { pipeIds });
        if (answer.rounds.length > 1) return;
        for (const { valveId, ifStuckExtraStations, action } of answer.steps) {
          if (action === 'verify') continue;
          const worse = trace(graph, { pipeIds, valves: { [valveId]: { condition: 'stuck' } } });
          expect(worse.rounds.length).toBeGreaterThan(1);
          expect(worse.rounds[1]?.pastValves).toEqual([valveId]);
          expect(ifStuckExtraStations).toBe(worse.lost.stations.length - answer.lost.stations.length);
        }
      }),
      RUNS,
    );
  });

  it('NET-11: the same on a large network, where only the neighbourhood is looked at', () => {
    const { network } = generateNetwork(3_000, 21);
    const [graph, random] = [buildGraph(network), seededRandom(8)];
    let looked = 0;
    for (let k = 0; k < 60; k++) {
      const pipeIds = [network.pipes[Math.floor(random() * network.pipes.length)]?.id ?? ''];
      const answer = trace(graph, { pipeIds });
      if (answer.rounds.length > 1) continue;
      for (const { valveId, ifStuckExtraStations, action } of answer.steps) {
        if (action === 'verify') continue;
        const worse = trace(graph, { pipeIds, valves: { [valveId]: { condition: 'stuck' } } });
        expect(ifStuckExtraStations).toBe(worse.lost.stations.length - answer.lost.stations.length);
        looked += ifStuckExtraStations > 0 ? 1 : 0;
      }
    }
    expect(looked).toBeGreaterThan(50);
  });

  it('NET-07, NET-12: each round is wider than the one before and loses no fewer', () => {
    fc.assert(
      fc.property(anyLeak, ({ graph, pipeIds, known }) => {
        const { rounds, lost } = trace(graph, { pipeIds, unknownCondition: 'stuck' }, known);
        for (const [k, round] of rounds.entries()) {
          const before = rounds[k - 1];
          expect(round.pastValves.length === 0).toBe(k === 0);
          if (before === undefined) continue;
          expect(round.segments).toBeGreaterThan(before.segments);
          expect(round.lostStations).toBeGreaterThanOrEqual(before.lostStations);
        }
        expect(rounds.at(-1)?.lostStations).toBe(lost.stations.length);
        expect(rounds.at(-1)?.lostHouseholds).toBe(lost.households);
      }),
      RUNS,
    );
  });
});

/** A network without what NET-02 leaves out, so that a plain search can use it. */
function firsts(network: Network): Network {
  const textbook = textbookNetwork(network);
  return {
    ...network,
    pipes: [...textbook.pipes.values()],
    valves: [...textbook.valves.values()],
    stations: [...textbook.stations.values()],
  };
}

/** A segment may be a node without a pipe: there is nothing in it to look at. */
function isAtBareNode(network: Network, { isolatedPipeIds }: TraceResult, valveId: string): boolean {
  const valve = network.valves.find(({ id }) => id === valveId);
  const isolated = new Set(isolatedPipeIds);
  const hasPipe = (node: string | undefined): boolean =>
    network.pipes.some(({ id, from, to }) => isolated.has(id) && (from === node || to === node));
  return !hasPipe(valve?.from) && !hasPipe(valve?.to);
}
