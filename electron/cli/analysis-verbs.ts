import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AnalysisEngine } from '#core/analysis/analysis.ts';
import { createAnalysisEngine } from '#core/analysis/engine.ts';
import { readCustomersFile, readNetworkFile } from '#core/features/import/import-file.ts';
import type { ProblemList } from '#core/features/import/problems.ts';
import { localiseRequestSchema } from '#shared/contract/analysis-api.ts';
import { burstNumbers, type BurstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { HoleClass, LocaliseRequest } from '#shared/domain/burst/impact-types.ts';
import { nearestPipe } from '#shared/domain/burst/snap.ts';
import type { ValveGuess } from '#shared/domain/network/trace-types.ts';
import type { Building, Network } from '#shared/domain/network/types.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import { candidateLines, impactLines, traceLines } from './analysis-text.ts';
import { planarOf, refusedOutcome, warningLines } from './import-verbs.ts';
import type { Outcome } from './outcome.ts';

/** Which files a question is about; no data folder and no running console is needed. */
export interface NetworkFiles {
  readonly network: string;
  readonly customers?: string | undefined;
  readonly crs?: string | undefined;
  readonly origin?: string | undefined;
}

export interface ValveOptions {
  readonly valve?: Readonly<Record<string, ValveGuess>> | undefined;
  readonly unknown?: 'operable' | 'stuck' | undefined;
  readonly startAt?: LonLat | undefined;
}

export interface TraceOptions extends NetworkFiles, ValveOptions {
  readonly pipe?: readonly string[] | undefined;
  readonly at?: LonLat | undefined;
}

export interface ImpactOptions extends TraceOptions {
  readonly hole: HoleClass | number;
  readonly param?: Partial<BurstNumbers> | undefined;
  readonly simulate: boolean;
}

export interface LocaliseOptions extends NetworkFiles {
  readonly observations: string;
  readonly top?: number | undefined;
  readonly param?: Partial<BurstNumbers> | undefined;
}

/** `heatline trace`. Throws NET0001, NET0006 (no pipe near `--at`). */
export function traceVerb(options: TraceOptions): Promise<Outcome> {
  return onNetwork(options, undefined, ({ engine, network }) => {
    const { unknown: unknownCondition, startAt, valve: valves } = options;
    const pipeIds = options.pipe ?? [pipeAt(network, options.at)];
    knownOnly(pipeIds, network);
    const answer = engine.trace({ pipeIds, valves, unknownCondition, startAt });
    return { answer, lines: [`leak: pipe ${pipeIds.join(', ')}`, ...traceLines(answer)] };
  });
}

/** `heatline impact`. Throws as `traceVerb` does, and BUR0002 (a number out of its range). */
export function impactVerb(options: ImpactOptions): Promise<Outcome> {
  return onNetwork(options, undefined, async ({ engine, network }) => {
    const { unknown: unknownCondition, startAt, valve: valves, at, param: params, simulate, hole } = options;
    knownOnly(options.pipe ?? [], network);
    if (simulate) while (engine.status().network === 'building') await engine.work();
    const size = typeof hole === 'number' ? { holeShare: hole } : { hole };
    const [pipeId] = options.pipe ?? [];
    const answer = await engine.impact({
      ...{ pipeId, at, valves, unknownCondition, startAt, params, simulate },
      ...size,
    });
    return { answer, lines: impactLines(answer) };
  });
}

/** `heatline localise`. Throws CLI0012 or CLI0016 for an observations file that cannot be read or used. */
export function localiseVerb(options: LocaliseOptions): Promise<Outcome> {
  const request = readObservations(options.observations);
  return onNetwork(options, options.param, async ({ engine }) => {
    while (await engine.work());
    const nowMs = Math.max(0, ...(request.complaints ?? []).map((one) => one.reportedAt));
    const reports = { nowMs, complaints: [], alarms: [], verdicts: [] };
    const answer = await engine.localise({ ...request, top: options.top ?? request.top }, reports);
    return { answer, lines: candidateLines(answer) };
  });
}

interface Loaded {
  readonly engine: AnalysisEngine;
  readonly network: Network;
}

/** Reads the files, puts the question to the model over them, and reports what was odd in the files beside its answer. */
async function onNetwork(
  files: NetworkFiles,
  numbers: Partial<BurstNumbers> | undefined,
  ask: (loaded: Loaded) => Answer | Promise<Answer>,
): Promise<Outcome> {
  const reading = readNetworkFile(resolve(files.network), planarOf(files));
  if (!reading.ok) return refusedOutcome(reading.error);
  const { value: network, problems } = reading.value;
  let buildings: readonly Building[] = [];
  const allProblems: ProblemList[] = [problems];
  if (files.customers !== undefined) {
    const customers = readCustomersFile(resolve(files.customers), network);
    if (!customers.ok) return refusedOutcome(customers.error);
    buildings = customers.value.value;
    allProblems.push(customers.value.problems);
  }
  const engine = createAnalysisEngine({ now: () => performance.now() });
  try {
    engine.setNumbers(burstNumbers(numbers));
    engine.setNetwork(network, buildings);
    const { answer, lines } = await ask({ engine, network });
    const { name, nodes, pipes, valves, stations } = network;
    const counts = {
      ...{ name, junctions: nodes.length, pipes: pipes.length, valves: valves.length },
      stations: stations.filter((station) => station.kind === 'station').length,
      sources: stations.filter((station) => station.kind !== 'station').length,
      buildings: buildings.length,
    };
    return {
      ok: true,
      document: { network: counts, import: allProblems.map(importReport), answer },
      lines: [
        `network: ${Object.entries(counts)
          .map(([word, value]) => (word === 'name' ? String(value) : `${String(value)} ${word}`))
          .join(', ')}`,
        ...allProblems.flatMap((one) => warningLines(one.warnings, one.warningCounts)),
        ...lines,
      ],
    };
  } finally {
    engine.dispose();
  }
}

interface Answer {
  readonly answer: unknown;
  readonly lines: readonly string[];
}

const importReport = ({ warnings, warningCount, warningCounts }: ProblemList) => ({
  warnings,
  warningCount,
  warningCounts,
});

/** The pipe nearest to a place, within the distance that the burst numbers allow. */
function pipeAt(network: Network, at: LonLat | undefined): string {
  const withinM = burstNumbers()['cluster.snapM'];
  const found = at && nearestPipe(at, network.pipes, withinM);
  if (found === undefined) throw new CodedError('NET0006', { withinM });
  return found.pipe.id;
}

const SHOWN_IDS = 5;

/** Refuses a pipe that the file does not have, and names some that it has: ids of others' files are anybody's guess. */
function knownOnly(pipeIds: readonly string[], { pipes }: Network): void {
  const known = new Set(pipes.map(({ id }) => id));
  const pipeId = pipeIds.find((id) => !known.has(id));
  if (pipeId === undefined) return;
  const some = [...known].slice(0, SHOWN_IDS).join(', ');
  throw new CodedError('NET0001', { pipeId, has: `${some}${known.size > SHOWN_IDS ? ', ...' : ''}` });
}

function readObservations(file: string): LocaliseRequest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const code = cause instanceof SyntaxError ? 'CLI0016' : 'CLI0012';
    throw new CodedError(code, { file, why: cause instanceof Error ? cause.message : '' }, { cause });
  }
  const request = localiseRequestSchema.strict().safeParse(parsed);
  if (request.success) return request.data;
  const [issue] = request.error.issues;
  throw new CodedError('CLI0016', { file, at: issue?.path.join('.') ?? '', why: issue?.message ?? '' });
}
