import { PlantModel } from '#core/analysis/hydraulics/plant-model.ts';
import { composeImpact, impactGround, simulateClosing, type ImpactSources } from '#core/analysis/impact.ts';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import { buildGraph } from '#shared/domain/network/graph.ts';
import { traceNetwork } from '#shared/domain/network/trace.ts';
import { generateNetwork, seededRandom } from '#tests/support/generated-network.ts';
import { quantile, type Emit } from './figure.ts';

const PIPES = 10_000;
const LEAKS = 200;
/** Leaks that are simulated as well: burst and closing, two balances each. */
const SIMULATED = 25;
const FIRST = { unit: 'ms', baseline: 'limit of the issue for the first layer', baselineValue: 100 } as const;
const ALL = { unit: 'ms', baseline: 'limit of the issue for all layers', baselineValue: 1_000 } as const;

/** The layers of a burst as the core works them out, without the way to the page: at once from the trace, and after the simulation. */
export async function impactLayers(emit: Emit): Promise<void> {
  const { network, buildings } = generateNetwork(PIPES, 1);
  const graph = buildGraph(network, buildings);
  const model = await PlantModel.create(network);
  const now = () => performance.now();
  const sources: ImpactSources = {
    ground: impactGround(network, buildings),
    numbers: burstNumbers(),
    trace: (request) => traceNetwork(graph, {}, request, now),
    simulate: (leak, trace, numbers) =>
      simulateClosing({ solve: (one, closed) => model.simulate(one, closed, numbers), leak, trace, now }),
  };
  const random = seededRandom(3);
  const pipeIds = Array.from(
    { length: LEAKS },
    () => network.pipes[Math.floor(random() * network.pipes.length)]?.id ?? '',
  );
  const timed = (ids: readonly string[], act: (pipeId: string) => unknown): number =>
    quantile(
      ids.map((pipeId) => {
        const startedAt = now();
        act(pipeId);
        return now() - startedAt;
      }),
      0.95,
    );
  const trace = (pipeId: string) => sources.trace({ pipeIds: [pipeId] });
  const first = (pipeId: string) => composeImpact(sources, { pipeId, simulate: false });
  const all = (pipeId: string) => composeImpact(sources, { pipeId });
  // Code that was never run before is a start's, not a click's.
  const few = pipeIds.slice(0, SIMULATED);
  for (const act of [trace, first, all]) timed(few, act);
  const size = `${PIPES.toLocaleString('en')} pipes, p95`;
  const traced = { unit: 'ms', baseline: 'the trace alone', baselineValue: timed(pipeIds, trace) } as const;
  const firstMs = timed(pipeIds, first);
  emit({ figure: `layers of a burst without simulation, ${size}`, value: firstMs, ...traced });
  emit({ figure: `layers of a burst without simulation, ${size}`, value: firstMs, ...FIRST });
  const allMs = timed(few, all);
  emit({ figure: `layers of a burst with simulation, ${size}`, value: allMs, ...traced });
  emit({ figure: `layers of a burst with simulation, ${size}`, value: allMs, ...ALL });
  model.dispose();
}
