import type { BurstNumbers, BurstParamKey } from '#shared/domain/burst-settings/catalogue.ts';
import { mergeLayers } from '#shared/domain/burst/impact-changes.ts';
import { leakEstimate, quickLayers, tracedLayers } from '#shared/domain/burst/impact.ts';
import type {
  HoleClass,
  ImpactLayer,
  ImpactResult,
  LeakEstimate,
  LocalReadings,
  Simulation,
} from '#shared/domain/burst/impact-types.ts';
import type { TraceResult, ValveGuess } from '#shared/domain/network/trace-types.ts';
import type { Pipe } from '#shared/domain/network/types.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import { linesOf, saidOf, type SaidLine } from './said.ts';

/** "What does a burst here do?", as it stands on the page. */
export interface ImpactQuestion {
  readonly pipeId: string;
  /** Where on the pipe. */
  readonly at: LonLat;
  readonly hole: HoleClass;
  /** Instead of the class: the share of the bore, 0 to 1. */
  readonly holeShare?: number | undefined;
  /** Numbers for this question only. */
  readonly params: Readonly<Partial<Record<BurstParamKey, number>>>;
  /** Valves taken otherwise than they are known. */
  readonly valves: Readonly<Record<string, ValveGuess>>;
  /** Valves that nobody has turned lately are taken as stuck. */
  readonly isWorstCase?: boolean | undefined;
}

/** Why it was asked (again): what the operator or the world changed. */
export type AskCause = 'open' | 'hole' | 'params' | 'whatIf' | 'valves' | 'numbers';

/** What was said of one step of the answer. */
export interface Said {
  /** Of the request that it answers. */
  readonly number: number;
  readonly step: 'quick' | 'trace' | 'simulation';
  readonly cause: AskCause;
  readonly lines: readonly SaidLine[];
}

/** What the page knows of a burst at one place: better with every step, never silently other. */
export interface ImpactAnswer {
  /** Of the request; a reply to an older one is dropped. */
  readonly number: number;
  readonly cause: AskCause;
  readonly question: ImpactQuestion;
  readonly pipe: Pipe;
  readonly leak: LeakEstimate;
  readonly layers: readonly ImpactLayer[];
  readonly trace?: TraceResult | undefined;
  readonly simulation?: Simulation | undefined;
  readonly readingsAt?: number | undefined;
  /** What is still on its way. */
  readonly waiting: { readonly trace: boolean; readonly simulation: boolean };
  readonly fault?: { readonly code: string } | undefined;
  /** Newest first. */
  readonly said: readonly Said[];
}

/** What an answer is made with, taken from the stores at the moment of asking. */
export interface ImpactContext {
  readonly pipe: Pipe;
  readonly readings: LocalReadings;
  readonly numbers: BurstNumbers;
  /** Layers of what was reported: complaints and pressures of a candidate at this place. */
  readonly reported: readonly ImpactLayer[];
}

const KEPT_SAID = 6;

/**
 * The answer that stands at once. Asked anew about the same pipe, what the trace and the simulation found before stands until they have answered again; and where only
 * valves changed, so do the leak and what follows from it.
 */
export function firstAnswer(
  question: ImpactQuestion,
  context: ImpactContext,
  ask: { readonly number: number; readonly cause: AskCause },
  before: ImpactAnswer | undefined,
): ImpactAnswer {
  const { pipe, readings, numbers, reported } = context;
  const known = before?.question.pipeId === question.pipeId ? before : undefined;
  const waiting = { trace: true, simulation: true };
  if (known && (ask.cause === 'valves' || ask.cause === 'whatIf')) {
    const layers = mergeLayers(known.layers, reported);
    return { ...known, ...ask, question, layers, waiting, fault: undefined };
  }
  const { hole, holeShare, at } = question;
  const leak = leakEstimate({ pipe, hole, holeShare, readings, numbers });
  const quick = quickLayers({ pipe, at, leak, numbers });
  const layers = mergeLayers(known?.layers ?? [], quick, reported);
  const answer = { ...ask, question, pipe, leak, layers, waiting, said: [] };
  if (!known) return answer;
  return saying(
    { ...answer, trace: known.trace, simulation: known.simulation, readingsAt: known.readingsAt, said: known.said },
    'quick',
    linesOf(known.layers, layers, quick, leak),
  );
}

/** The trace came in. */
export function withTrace(answer: ImpactAnswer, trace: TraceResult, numbers: BurstNumbers): ImpactAnswer {
  const { pipe, leak, question } = answer;
  const traced = tracedLayers({ pipe, at: question.at, leak, numbers }, trace);
  // Where a simulation stands, its spread and its service impact are better than those of the trace alone.
  const kept = answer.simulation?.state === 'solved' ? traced.filter(({ kind }) => kind === 'isolated') : traced;
  const layers = mergeLayers(answer.layers, kept);
  const lines = saidOf(answer, { trace, layers }, kept, leak);
  return saying({ ...answer, trace, layers, waiting: { ...answer.waiting, trace: false } }, 'trace', lines);
}

/** Everything came in. */
export function withImpact(answer: ImpactAnswer, result: ImpactResult): ImpactAnswer {
  const { layers: found, trace, simulation, leak, readingsAt } = result;
  const layers = mergeLayers(answer.layers, found);
  return saying(
    {
      ...answer,
      leak,
      layers,
      trace,
      simulation,
      readingsAt,
      waiting: { trace: false, simulation: false },
      fault: undefined,
    },
    // Where it found no solution, what changed comes from the trace.
    simulation.state === 'solved' ? 'simulation' : 'trace',
    saidOf(answer, { trace, layers }, found, leak),
  );
}

/** The reports of the place have changed: their layers follow, nothing has to be asked for it. */
export function withReports(answer: ImpactAnswer, reported: readonly ImpactLayer[]): ImpactAnswer {
  const others = answer.layers.filter(({ basis }) => basis !== 'reports');
  return { ...answer, layers: mergeLayers(others, reported) };
}

/** A part could not be answered; what is there stands. */
export function withFault(answer: ImpactAnswer, code: string): ImpactAnswer {
  return { ...answer, fault: { code }, waiting: { trace: false, simulation: false } };
}

/** What was said of the newest request, in the order of its steps: the simulation must not hide what the trace changed a moment before. The rest is earlier. */
export function saidLately(said: readonly Said[]): {
  readonly latest: readonly Said[];
  readonly earlier: readonly Said[];
} {
  const number = said[0]?.number;
  return {
    latest: said.filter((one) => one.number === number).reverse(),
    earlier: said.filter((one) => one.number !== number),
  };
}

function saying(answer: ImpactAnswer, step: Said['step'], lines: readonly SaidLine[]): ImpactAnswer {
  if (lines.length === 0) return answer;
  return {
    ...answer,
    said: [{ number: answer.number, step, cause: answer.cause, lines }, ...answer.said].slice(0, KEPT_SAID),
  };
}
