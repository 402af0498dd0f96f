import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyNetwork } from '#tests/support/any-network.ts';
import { generateNetwork } from '#tests/support/generated-network.ts';
import { floodPipes, textbookNetwork } from '#tests/support/textbook-trace.ts';
import { buildGraph } from './graph.ts';
import type { Network } from './types.ts';

/** The partition as sorted lists of node ids, from the graph and from an independent flood fill over adjacency sets. */
function bySegments(network: Network): readonly string[] {
  const { nodeIndexOf, segments } = buildGraph(network);
  const parts = Array.from({ length: segments.count }, (): string[] => []);
  for (const [id, node] of nodeIndexOf) parts[segments.ofNode[node] as number]?.push(id);
  return parts.map((part) => part.sort().join(' ')).sort();
}

function byFlood(network: Network): readonly string[] {
  const textbook = textbookNetwork(network);
  const left = new Set(network.nodes.map(({ id }) => id));
  const parts: string[] = [];
  for (const id of left) {
    const part = floodPipes(textbook, id);
    for (const one of part) left.delete(one);
    parts.push([...part].sort().join(' '));
  }
  return parts.sort();
}

describe('segments', () => {
  it('NET-01: the partition is that of an independent flood fill, for any network and any set of valves', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        expect(bySegments(network)).toEqual(byFlood(network));
      }),
      { numRuns: 600 },
    );
  });

  it('NET-01: on 10,000 generated pipes too, and every pipe and valve end lies in the segment of its nodes', () => {
    for (const seed of [1, 2]) {
      const { network } = generateNetwork(10_000, seed);
      expect(bySegments(network)).toEqual(byFlood(network));
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
        expect(bySegments(changed)).toEqual(byFlood(changed));
      }),
      { numRuns: 3 },
    );
  });
});
