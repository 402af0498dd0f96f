import type { NetworkGraph } from '#shared/domain/network/graph-types.ts';
import { buildGraph } from '#shared/domain/network/graph.ts';
import { traceNetwork } from '#shared/domain/network/trace.ts';
import type { ValveGuess } from '#shared/domain/network/trace-types.ts';
import type { Network } from '#shared/domain/network/types.ts';
import { floodPipes, textbookNetwork, textbookTrace, type TextbookNetwork } from './textbook-trace.ts';

/** The segments of a network as sorted lists of node ids: from the graph, and from a flood fill over adjacency sets. */
export function bothPartitions(network: Network): {
  readonly fast: readonly string[];
  readonly slow: readonly string[];
} {
  const { nodeIndexOf, segments } = buildGraph(network);
  const parts = Array.from({ length: segments.count }, (): string[] => []);
  for (const [id, node] of nodeIndexOf) parts[segments.ofNode[node] as number]?.push(id);
  const textbook = textbookNetwork(network);
  const left = new Set(network.nodes.map(({ id }) => id));
  const floods: string[] = [];
  for (const id of left) {
    const part = floodPipes(textbook, id);
    for (const one of part) left.delete(one);
    floods.push([...part].sort().join(' '));
  }
  return { fast: parts.map((part) => part.sort().join(' ')).sort(), slow: floods.sort() };
}

type Answer = Readonly<Record<string, readonly string[] | number>>;

/** What both say of one leak, in the same form. */
export function bothAnswers(
  graph: NetworkGraph,
  textbook: TextbookNetwork,
  pipeIds: readonly string[],
  known: Readonly<Record<string, ValveGuess>> = {},
): { readonly fast: Answer; readonly slow: Answer } {
  const fast = traceNetwork(graph, known, { pipeIds }, () => 0);
  const slow = textbookTrace(textbook, pipeIds, known);
  const steps = (action: string) => fast.steps.filter((step) => step.action === action).map(({ valveId }) => valveId);
  const lost = (why: string) => fast.lost.stations.filter((one) => one.why === why).map(({ stationId }) => stationId);
  const out = (why: string) => fast.leftOut.filter((one) => one.why === why).map(({ valveId }) => valveId);
  const sorted = (ids: Iterable<string>): readonly string[] => [...ids].sort();
  return {
    fast: {
      isolated: sorted(fast.isolatedPipeIds),
      close: sorted(steps('close')),
      verify: sorted(steps('verify')),
      sourceless: sorted(out('noSourceBehind')),
      stuck: sorted(out('stuck')),
      shut: sorted(fast.stationsToShut ?? []),
      inside: sorted(lost('inside')),
      cutOff: sorted(lost('cutOff')),
      alreadyOut: sorted(fast.lost.alreadyOut),
      rounds: fast.rounds.length,
    },
    slow: {
      isolated: sorted(slow.isolated),
      close: sorted(slow.close),
      verify: sorted(slow.verify),
      sourceless: sorted(slow.sourceless),
      stuck: sorted(slow.stuck),
      shut: sorted(slow.shut),
      inside: sorted(slow.inside),
      cutOff: sorted(slow.cutOff),
      alreadyOut: sorted(slow.alreadyOut),
      rounds: slow.rounds,
    },
  };
}
