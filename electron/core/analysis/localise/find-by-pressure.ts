import type { BurstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { PressureFinding } from '#shared/domain/burst/localise-types.ts';
import {
  bestScale,
  cosineOf,
  explanationOf,
  logLikelihood,
  type SeenColumn,
} from '#shared/domain/burst/localise-pressure.ts';
import type { LeakEffect, LeakModel, Sensitivity, SensitivityColumn } from './sensitivity.ts';

/** What was seen of one event, ready to be compared with the model. */
export interface SeenEvent {
  readonly startedAt: number;
  /** In the model's order of stations. */
  readonly seen: SeenColumn;
  readonly sourceIds: readonly string[];
  readonly returnFalls: PressureFinding['returnFalls'];
}

/** Groups that are simulated again with the hole that fits what was seen; the others keep what the matrix says of them. */
const REFINED = 16;
/** Simulations of a group to find its hole; the drops may be scaled by so much from there; from here on they need not be. */
const SOLVES = 2;
const MOST_SCALED = 1.25;
const CLOSE = 0.03;
const LEAST_HOLE = 1e-5;
const LARGEST_HOLE = 1;
/** Matrix and refined likelihoods are not of one kind: the best that was not refined stays under the worst that was [eng]. */
const UNREFINED_BELOW = 1;

/** Chance that the model is wrong in ways that its error does not cover; then the shape of the drops alone speaks [eng]. */
const SHAPE_ONLY = 0.2;
/** Chance that the pressures mislead altogether (a valve drawn open that is closed, readings of different moments); then any pipe may be it [eng]. */
const MISTAKEN = 0.05;
/** Stations that are worth as much as independent ones when the size of all errors is unknown [eng]. */
const INDEPENDENT = 60;

interface Fit {
  readonly group: number;
  /** The best cosine of all its columns. */
  readonly shape: number;
  readonly logLikelihood: number;
  readonly cosine: number;
  readonly holeShare: number;
  readonly leakTPerH: number;
  readonly effect?: LeakEffect | undefined;
}

/**
 * Which pipes explain the drops: all groups by the matrix (cosine and likelihood of the best scaled column), then the best ones simulated with the hole
 * that fits. Undefined while the matrix is not usable. At most {@link REFINED} times {@link SOLVES} simulations.
 */
export function findByPressure(
  event: SeenEvent,
  sensitivity: Sensitivity,
  model: LeakModel,
  pipes: number,
  numbers: BurstNumbers,
): PressureFinding | undefined {
  if (!sensitivity.isUsable()) return undefined;
  const { seen } = event;
  const rough = sensitivity.groups
    .flatMap((_, group) => roughFit(seen, sensitivity, group) ?? [])
    .sort((a, b) => b.logLikelihood - a.logLikelihood);
  const refined = rough
    .slice(0, REFINED)
    .map((fit) => refine(seen, model, sensitivity.groups[fit.group]?.pipeId ?? '', fit));
  const best = refined.reduce<Fit | undefined>(
    (top, fit) => (top === undefined || fit.logLikelihood > top.logLikelihood ? fit : top),
    undefined,
  );
  if (best === undefined) return undefined;
  const finding = {
    logLikelihood: new Float64Array(pipes).fill(-Infinity),
    cosine: new Float64Array(pipes).fill(Number.NaN),
    leakTPerH: new Float64Array(pipes).fill(Number.NaN),
  };
  const temper = numbers['pressure.temper'];
  const solved = refined.map((fit) => fit.logLikelihood).filter((value) => Number.isFinite(value));
  const ceiling = Math.min(...solved) - UNREFINED_BELOW;
  const roughTop = rough[REFINED]?.logLikelihood ?? 0;
  const settled = [
    ...refined,
    ...rough.slice(REFINED).map((fit) => ({ ...fit, logLikelihood: ceiling + (fit.logLikelihood - roughTop) })),
  ];
  const byModel = sharesOf(settled.map((fit) => fit.logLikelihood / temper));
  // Least squares with errors of unknown size: (1 - cos^2) to the power of -n/2.
  const byShape = sharesOf(settled.map(({ shape }) => (-INDEPENDENT / 2) * Math.log(Math.max(1e-9, 1 - shape ** 2))));
  for (const [n, fit] of settled.entries()) {
    const share =
      (1 - SHAPE_ONLY - MISTAKEN) * (byModel[n] as number) +
      SHAPE_ONLY * (byShape[n] as number) +
      MISTAKEN / settled.length;
    for (const k of sensitivity.groups[fit.group]?.members ?? []) {
      finding.logLikelihood[k] = Math.log(share);
      finding.cosine[k] = fit.cosine;
      finding.leakTPerH[k] = fit.leakTPerH;
    }
  }
  return {
    ...finding,
    startedAt: event.startedAt,
    explanation: explanationOf(seen, best.effect?.dropM ?? []),
    drops: dropRows(seen, model.stationIds, best.effect),
    makeup:
      seen.makeup === undefined
        ? undefined
        : {
            sourceIds: event.sourceIds,
            riseTPerH: seen.makeup.riseTPerH,
            expectedTPerH: best.effect?.makeupRiseTPerH ?? Number.NaN,
          },
    returnFalls: event.returnFalls,
  };
}

/** Logarithms of likelihoods as shares of 1. */
function sharesOf(logs: readonly number[]): readonly number[] {
  const top = logs.reduce((most, value) => Math.max(most, value), -Infinity);
  const shares = logs.map((value) => (Number.isFinite(value) ? Math.exp(value - top) : 0));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return total === 0 ? shares : shares.map((share) => share / total);
}

/** What the matrix says of a group: its columns with the greatest likelihood, each scaled to what was seen, and the mixture between two holes. */
function roughFit(seen: SeenColumn, sensitivity: Sensitivity, group: number): Fit | undefined {
  const columns = sensitivity
    .columns(group)
    .map((column) => scaled(seen, column, bestScale(seen, column)))
    .sort((a, b) => a.holeShare - b.holeShare);
  const tried = [...columns];
  for (const [n, larger] of columns.entries()) {
    const smaller = columns[n - 1];
    // The smaller hole drops less than was seen, the larger one more: the true one lies between, where drops no longer grow with the hole.
    if (smaller !== undefined && smaller.scale > 1 && larger.scale > 0 && larger.scale <= 1)
      tried.push(between(seen, smaller, larger));
  }
  const shape = Math.max(0, ...columns.map(({ cosine }) => cosine));
  let best: Fit | undefined;
  for (const column of tried) {
    const likelihood = logLikelihood(seen, column, column.scale);
    if (best !== undefined && best.logLikelihood >= likelihood) continue;
    best = {
      ...{ group, shape },
      logLikelihood: likelihood,
      cosine: column.cosine,
      holeShare: Math.min(LARGEST_HOLE, Math.max(LEAST_HOLE, column.holeShare * column.scale)),
      leakTPerH: column.leakTPerH * column.scale,
    };
  }
  return best;
}

interface Scaled extends SensitivityColumn {
  readonly scale: number;
  readonly cosine: number;
}

const scaled = (
  seen: SeenColumn,
  { holeShare, dropM, leakTPerH, makeupRiseTPerH }: SensitivityColumn,
  scale: number,
): Scaled => ({ holeShare, dropM, leakTPerH, makeupRiseTPerH, scale, cosine: cosineOf(seen, dropM) });

function between(seen: SeenColumn, smaller: Scaled, larger: Scaled): Scaled {
  const [low, high] = [1 / smaller.scale, 1 / larger.scale];
  const share = (1 - low) / (high - low);
  const mix = (a: number, b: number): number => a + (b - a) * share;
  const along = Math.log(1 / low) / Math.log(high / low);
  const dropM = new Float32Array(smaller.dropM.length);
  for (let k = 0; k < dropM.length; k += 1) dropM[k] = mix(smaller.dropM[k] as number, larger.dropM[k] as number);
  const column = {
    holeShare: smaller.holeShare * (larger.holeShare / smaller.holeShare) ** along,
    dropM,
    leakTPerH: mix(smaller.leakTPerH, larger.leakTPerH),
    makeupRiseTPerH: mix(smaller.makeupRiseTPerH, larger.makeupRiseTPerH),
  };
  return scaled(seen, column, 1);
}

/**
 * Simulates the hole that fits: from the matrix's guess on, each time the hole that leaks as the drops ask for. What is left is scaled, since drops
 * hardly change their shape over so little. At most {@link SOLVES} simulations.
 */
function refine(seen: SeenColumn, model: LeakModel, pipeId: string, fit: Fit): Fit {
  let best: Fit | undefined;
  let { holeShare } = fit;
  for (let solve = 0; solve < SOLVES; solve += 1) {
    const effect = model.leakEffect(pipeId, holeShare);
    if (effect === undefined) break;
    const scale = bestScale(seen, effect);
    const bounded = Math.min(MOST_SCALED, Math.max(1 / MOST_SCALED, scale));
    const likelihood = logLikelihood(seen, effect, bounded);
    if (best === undefined || likelihood > best.logLikelihood)
      best = {
        ...{ group: fit.group, shape: fit.shape },
        logLikelihood: likelihood,
        cosine: cosineOf(seen, effect.dropM),
        holeShare,
        leakTPerH: effect.leakTPerH * bounded,
        effect,
      };
    const next = Math.min(LARGEST_HOLE, Math.max(LEAST_HOLE, holeShare * scale));
    if (Math.abs(scale - 1) < CLOSE || next === holeShare) break;
    holeShare = next;
  }
  return best ?? { ...fit, logLikelihood: -Infinity };
}

function dropRows(
  { dropM }: SeenColumn,
  stationIds: readonly string[],
  effect: LeakEffect | undefined,
): PressureFinding['drops'] {
  const count = stationIds.length;
  const finite = (value: number | undefined): number | undefined =>
    value === undefined || Number.isNaN(value) ? undefined : value;
  return stationIds.flatMap((stationId, k) => {
    const [supplyM, returnM] = [finite(dropM[k]), finite(dropM[count + k])];
    if (supplyM === undefined && returnM === undefined) return [];
    const isSupply = (supplyM ?? -Infinity) >= (returnM ?? -Infinity);
    return [{ stationId, supplyM, returnM, expectedM: finite(effect?.dropM[isSupply ? k : count + k]) }];
  });
}
