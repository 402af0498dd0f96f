import { generateCity } from '#city/generate/generate-city.ts';
import { PlantModel } from '#core/analysis/hydraulics/plant-model.ts';
import type { LiveReports } from '#core/analysis/analysis.ts';
import { createLocaliser, type Localiser } from '#core/analysis/localise/localiser.ts';
import { createSensitivity, type Sensitivity } from '#core/analysis/localise/sensitivity.ts';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import { burstCandidates } from '#shared/domain/burst/candidate.ts';
import { rankPlaces } from '#shared/domain/burst/fusion.ts';
import type { LocaliseRequest } from '#shared/domain/burst/impact-types.ts';
import { distancesM, pipeGeometry } from '#shared/domain/burst/localise-geometry.ts';
import { cosineOf } from '#shared/domain/burst/localise-pressure.ts';
import type { RankedPlace } from '#shared/domain/burst/types.ts';
import { quantile, type Emit } from './figure.ts';
import { NOW_MS, openTrueCity, pipesOverBores, SIZES, type Trial, type TrueCity } from './support/burst-trials.ts';

const STATIONS = 240;
const SILENT = 40;
const PIPES = 20;
const SEED = 7;
const SIGMAS_M = [0.02, 0.05, 0.1] as const;
const WITHIN_M = 300;

const city = generateCity({ seed: SEED, stations: STATIONS });
const { network } = city;
const geometry = pipeGeometry(network.pipes);
const numbersOf = (sigmaM: number) => burstNumbers({ 'pressure.noiseM': sigmaM });

/** Ways to answer; those that are told apart. */
const WAYS = ['complaints', 'cosine', 'pressure', 'fused'] as const;
type Way = (typeof WAYS)[number];

/** How often the true pipe is near one of the ten places, and near the first of them. */
interface Tally {
  trials: number;
  top: number;
  first: number;
}

/** Console and true city share the plan alone: what the console knows is the plan and noisy readings of a calm day. */
async function openConsole(truth: TrueCity, sigmaM: number) {
  const model = await PlantModel.create(network, truth.calm(sigmaM));
  const localiser = createLocaliser({ network, now: () => performance.now(), numbers: () => numbersOf(sigmaM) });
  localiser.setModel(model);
  const startMs = performance.now();
  while (localiser.work());
  return { model, localiser, matrixMs: performance.now() - startMs };
}

const NOTHING_LIVE: LiveReports = { nowMs: NOW_MS, complaints: [], alarms: [], verdicts: [] };

function answer(localiser: Localiser, request: LocaliseRequest): readonly RankedPlace[] {
  const [best, second] = localiser.localise(request, NOTHING_LIVE);
  // A dispatcher sees all candidates: ten places are taken from them by turns when there are two.
  if (best === undefined || second === undefined) return best?.places ?? [];
  return best.places.flatMap((place, n) => [place, second.places[n] ?? place]).slice(0, 10);
}

/** The literature's plain way: pipes by the cosine of the observed and the simulated drops, nothing else. */
function byCosine(
  { drops }: Trial,
  sensitivity: Sensitivity,
  model: PlantModel,
  sigmaM: number,
): readonly RankedPlace[] {
  const seen = new Map(drops.map((drop) => [drop.stationId, drop]));
  const column = (of: 'supplyM' | 'returnM') => model.stationIds.map((id) => seen.get(id)?.[of] ?? Number.NaN);
  const dropM = Float64Array.from([...column('supplyM'), ...column('returnM')]);
  const observed = { dropM, sigmaM: new Float64Array(dropM.length).fill(sigmaM) };
  const score = new Float64Array(network.pipes.length);
  for (const [group, { members }] of sensitivity.groups.entries()) {
    const cosine = Math.max(0, ...sensitivity.columns(group).map((one) => cosineOf(observed, one.dropM)));
    for (const k of members) score[k] = cosine;
  }
  // Places in the order of their best pipe: the share of a place that gathers many pipes must not count here.
  const peaks = rankPlaces(geometry, score, burstNumbers(), network.pipes.length, undefined, (k) => ({
    pressureFit: score[k],
  })).places;
  return [...peaks].sort((a, b) => (b.pressureFit ?? 0) - (a.pressureFit ?? 0)).slice(0, 10);
}

function places(
  way: Way,
  trial: Trial,
  sigmaM: number,
  console: Awaited<ReturnType<typeof openConsole>>,
  sensitivity: Sensitivity,
) {
  const { drops, makeupRiseTPerH } = trial;
  const complaints = trial.complaints.map(({ id, place, leakWeight, reportedAt }) => ({
    ...{ id, at: place.at, weight: leakWeight, reportedAt },
  }));
  switch (way) {
    case 'complaints':
      return (
        burstCandidates(
          {
            ...{ complaints: trial.complaints, alarms: [], nowMs: NOW_MS },
            ...{ stations: network.stations, pipes: network.pipes },
          },
          numbersOf(sigmaM),
        )[0]?.places ?? []
      );
    case 'cosine':
      return byCosine(trial, sensitivity, console.model, sigmaM);
    case 'pressure':
      return answer(console.localiser, { drops, makeupRiseTPerH });
    case 'fused':
      return answer(console.localiser, { drops, makeupRiseTPerH, complaints });
  }
}

/**
 * 60 bursts (20 pipes over the bores, three sizes) at each noise, 40 of 240 stations silent: the share of bursts whose pipe lies within 300 m of one of
 * the ten places, and of the first. Observed: the aged true city; known: plan and calm readings. Then the time of an answer and of the matrix.
 */
export async function run(emit: Emit): Promise<void> {
  const truth = await openTrueCity(city, SEED);
  const pipes = pipesOverBores(city, PIPES, SEED);
  const overall = new Map<Way, Tally>();
  const tookMs: number[] = [];
  const solveMs: number[] = [];
  let matrixMs = 0;
  let simulations = 0;
  for (const sigmaM of SIGMAS_M) {
    const console = await openConsole(truth, sigmaM);
    matrixMs = console.matrixMs;
    const sensitivity = createSensitivity(network, console.model);
    while (sensitivity.work(Infinity, () => 0));
    simulations = sensitivity.progress().total;
    for (const [size, { name }] of SIZES.entries()) {
      const tallies = new Map<Way, Tally>();
      for (const pipe of pipes) {
        const trial = truth.trial(pipe, size, sigmaM, SILENT);
        for (const way of WAYS) {
          const startMs = performance.now();
          const found = places(way, trial, sigmaM, console, sensitivity);
          if (way === 'fused') tookMs.push(performance.now() - startMs);
          const k = geometry.index.get(pipe.id) ?? -1;
          const near = found.map(({ at }) => (distancesM(geometry, at)[k] ?? Infinity) <= WITHIN_M);
          for (const tally of [tallyOf(tallies, way), tallyOf(overall, way)]) {
            tally.trials += 1;
            if (near.includes(true)) tally.top += 1;
            if (near[0] === true) tally.first += 1;
          }
        }
        const startMs = performance.now();
        console.model.leakEffect(pipe.id, SIZES[size]?.holeShare ?? 0.1);
        solveMs.push(performance.now() - startMs);
      }
      report(emit, `sigma ${String(sigmaM)} m, ${name}`, tallies);
    }
    console.model.dispose();
  }
  report(emit, 'all 180', overall);
  truth.dispose();
  const solve = quantile(solveMs, 0.5);
  for (const share of [0.5, 0.95]) {
    emit({
      figure: `time of an answer, p${String(share * 100)}`,
      value: quantile(tookMs, share),
      unit: 'ms',
      ...{ baseline: 'one simulation', baselineValue: solve },
    });
  }
  emit({
    figure: `sensitivity matrix, ${String(network.pipes.length)} pipes, ${String(simulations)} simulations`,
    value: matrixMs,
    unit: 'ms',
    ...{ baseline: 'its simulations alone', baselineValue: simulations * solve },
  });
}

function tallyOf(tallies: Map<Way, Tally>, way: Way): Tally {
  const tally = tallies.get(way) ?? { trials: 0, top: 0, first: 0 };
  tallies.set(way, tally);
  return tally;
}

function report(emit: Emit, of: string, tallies: ReadonlyMap<Way, Tally>): void {
  const rate = (way: Way, rank: 'top' | 'first'): number => {
    const { trials, [rank]: hits } = tallies.get(way) ?? { trials: 1, top: 0, first: 0 };
    return hits / trials;
  };
  for (const rank of ['top', 'first'] as const) {
    const figure = `${of}: fused, within ${String(WITHIN_M)} m of ${rank === 'top' ? 'one of 10 places' : 'the first place'}`;
    for (const [way, baseline] of [
      ['complaints', 'complaints alone'],
      ['pressure', 'pressure alone'],
      ['cosine', 'plain cosine'],
    ] as const)
      emit({ figure, value: rate('fused', rank), unit: 'share', baseline, baselineValue: rate(way, rank) });
  }
}
