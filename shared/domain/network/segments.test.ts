import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyNetwork } from '#tests/support/any-network.ts';
import { generateNetwork } from '#tests/support/generated-network.ts';
import { bothPartitions } from '#tests/support/textbook-compare.ts';
import { buildGraph } from './graph.ts';
import type { Network } from './types.ts';

function expectSame(network: Network): void {
  const { fast, slow } = bothPartitions(network);
  expect(fast).toEqual(slow);
}

describe('segments', () => {
  it('NET-01: the partition is that of an independent flood fill, for any network and any set of valves', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        expectSame(network);
      }),
      { numRuns: 600 },
    );
  });

  it('NET-01: on 10,000 generated pipes too, and every pipe and valve end lies in the segment of its nodes', () => {
    for (const seed of [1, 2]) {
      const { network } = generateNetwork(10_000, seed);
      expectSame(network);
      const { segments, pipes, valves } = buildGraph(network);
      expect(pipes.from.every((node, pipe) => segments.ofNode[node] === segments.ofPipe[pipe])).toBe(true);
      expect(pipes.to.every((node, pipe) => segments.ofNode[node] === segments.ofPipe[pipe])).toBe(true);
      expect(valves.from.every((node, valve) => segments.ofNode[node] === segments.valveFrom[valve])).toBe(true);
      expect(valves.to.every((node, valve) => segments.ofNode[node] === segments.valveTo[valve])).toBe(true);
    }
  });

  it('NET-01: with random valves put into the pipes of a large network, whatever their state', () => {
    const { network } = generateNetwork(10_000, 7);
    fc.assert(
      fc.property(fc.array(fc.nat(network.pipes.length - 1), { maxLength: 2_000 }), (cut) => {
        const isCut = new Set(cut);
        const pipes = network.pipes.filter((_, index) => !isCut.has(index));
        const added = [...isCut].flatMap((index) => {
          const { id, side, from, to } = network.pipes[index] ?? { id: '', side: 'supply' as const, from: '', to: '' };
          return [
            { id: `cut-${id}`, side, from, to, at: [0, 0] as const, state: 'open', condition: 'operable' } as const,
          ];
        });
        const changed = { ...network, pipes, valves: [...network.valves, ...added] };
        expectSame(changed);
      }),
      { numRuns: 3 },
    );
  });
});
