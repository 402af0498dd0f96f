import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseGeojson } from '#core/features/import/parse-geojson.ts';
import { parseInp } from '#core/features/import/parse-inp.ts';
import { newProblemList } from '#core/features/import/problems.ts';
import { buildGraph } from '#shared/domain/network/graph.ts';
import { traceNetwork } from '#shared/domain/network/trace.ts';
import type { Network, Valve } from '#shared/domain/network/types.ts';
import { bothAnswers, bothPartitions } from '#tests/support/textbook-compare.ts';
import { seededRandom } from '#tests/support/generated-network.ts';
import { textbookNetwork } from '#tests/support/textbook-trace.ts';

/** Networks that others drew, as the importers read them: the fast trace against the textbook one. Skipped where the samples are absent. */
const DATA = join(import.meta.dirname, '../../../shared/data');
const SCHUTTERWALD = join(DATA, 'schutterwald/network.geojson');
const KY4 = join(DATA, 'epanet/ky4.inp');

function read(file: string): Network {
  const text = readFileSync(file, 'utf8');
  const problems = newProblemList();
  const planar = { kind: 'origin', at: [-84, 37] } as const;
  const network = file.endsWith('.inp') ? parseInp(text, 'n', planar, problems) : parseGeojson(text, 'n', problems);
  if (network === undefined) throw new Error(JSON.stringify(problems.errors));
  return network;
}

/** Cuts every `nth` pipe at its beginning with a valve of random state. */
function withValves(network: Network, nth: number): Network {
  const random = seededRandom(nth);
  const nodes = [...network.nodes];
  const valves: Valve[] = [...network.valves];
  const places = new Map(network.nodes.map((node) => [node.id, node] as const));
  const pipes = network.pipes.map((pipe, k) => {
    const node = places.get(pipe.from);
    if (k % nth !== 0 || node === undefined) return pipe;
    const cut = `${pipe.id}:cut`;
    nodes.push({ ...node, id: cut });
    const [a, b] = [random(), random()];
    const state = a < 0.05 ? 'closed' : 'open';
    const condition = b < 0.1 ? 'stuck' : 'operable';
    valves.push({ id: cut, side: pipe.side, from: pipe.from, to: cut, at: node.at, state, condition });
    return { ...pipe, from: cut };
  });
  return { ...network, nodes, pipes, valves };
}

function compareAll(network: Network, every: number): void {
  const { fast, slow } = bothPartitions(network);
  expect(fast).toEqual(slow);
  const [graph, textbook] = [buildGraph(network), textbookNetwork(network)];
  for (let k = 0; k < network.pipes.length; k += every) {
    const answers = bothAnswers(graph, textbook, [network.pipes[k]?.id ?? '']);
    expect(answers.fast).toEqual(answers.slow);
  }
}

describe('networks that others drew', () => {
  it.skipIf(!existsSync(SCHUTTERWALD))('Schutterwald: as drawn, and with a valve in every third pipe', () => {
    const network = read(SCHUTTERWALD);
    compareAll(network, 20);
    compareAll(withValves(network, 3), 10);
    const leak = traceNetwork(buildGraph(network), {}, { pipeIds: [network.pipes[0]?.id ?? ''] }, () => 0);
    expect(leak.isolatedPipeIds.length).toBeGreaterThan(0);
  });

  it.skipIf(!existsSync(KY4))('ky4: as drawn, and with a valve in every third pipe', () => {
    const network = read(KY4);
    compareAll(network, 100);
    compareAll(withValves(network, 3), 20);
  });
});
