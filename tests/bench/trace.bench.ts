import { buildGraph } from '#shared/domain/network/graph.ts';
import { traceNetwork } from '#shared/domain/network/trace.ts';
import { generateNetwork, seededRandom } from '#tests/support/generated-network.ts';
import { textbookNetwork, textbookTrace } from '#tests/support/textbook-trace.ts';
import { quantile, type Emit } from './figure.ts';
import { impactLayers } from './impact-layers.ts';

/** Pipes of the network, and how many random leaks are traced by us and by the textbook; it is too slow for more on the large ones. */
const SIZES = [
  { pipes: 1_000, leaks: 400, textbookLeaks: 400 },
  { pipes: 10_000, leaks: 400, textbookLeaks: 50 },
  { pipes: 100_000, leaks: 200, textbookLeaks: 8 },
] as const;
const WARM_UP = 20;
const TEXTBOOK =
  'a textbook breadth-first search over objects and Sets, without what each valve would cost if it stuck';

/**
 * A whole trace on generated two-sided networks: both sides, stuck and sourceless valves, lost customers, what each valve would cost, the
 * walk. The same leaks are asked of a textbook implementation of the same rules.
 */
export function run(emit: Emit): Promise<void> {
  for (const { pipes, leaks, textbookLeaks } of SIZES) {
    const { network, buildings } = generateNetwork(pipes, 1);
    const random = seededRandom(2);
    const ids = Array.from(
      { length: leaks },
      () => network.pipes[Math.floor(random() * network.pipes.length)]?.id ?? '',
    );
    const size = `${pipes.toLocaleString('en')} pipes`;
    const ours = timed(() => buildGraph(network, buildings));
    const theirs = timed(() => textbookNetwork(network));
    emit({
      figure: `graph of ${size}`,
      value: ours.ms,
      unit: 'ms',
      baseline: 'adjacency lists as objects',
      baselineValue: theirs.ms,
    });
    const traced = timesOf(ids, (id) => traceNetwork(ours.made, {}, { pipeIds: [id] }, () => performance.now()));
    const searched = timesOf(ids.slice(0, textbookLeaks), (id) => textbookTrace(theirs.made, [id]));
    for (const [name, share] of [
      ['p50', 0.5],
      ['p95', 0.95],
    ] as const) {
      const [value, baselineValue] = [quantile(traced, share), quantile(searched, share)];
      emit({
        figure: `trace with lost customers, ${size}, ${name}`,
        value,
        unit: 'ms',
        baseline: TEXTBOOK,
        baselineValue,
      });
    }
  }
  return impactLayers(emit);
}

function timed<Made>(make: () => Made): { readonly made: Made; readonly ms: number } {
  const startedAt = performance.now();
  const made = make();
  return { made, ms: performance.now() - startedAt };
}

function timesOf(ids: readonly string[], trace: (id: string) => unknown): readonly number[] {
  for (const id of ids.slice(0, Math.min(WARM_UP, ids.length / 4))) trace(id);
  return ids.map((id) => timed(() => trace(id)).ms);
}
