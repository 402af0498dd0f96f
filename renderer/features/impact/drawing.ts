import { likelyPlaces } from '#shared/domain/burst/likely-places.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { ImpactLayer, ImpactLayerKind } from '#shared/domain/burst/impact-types.ts';
import type { ColdRow } from '#shared/domain/cold-clock/cold-rows.ts';
import { distanceM, type LonLat } from '#shared/lib/geo.ts';
import { NO_IMPACT, type AreaKind, type ImpactDrawing } from '../../map/impact-drawing.ts';
import type { ImpactAnswer } from './answer.ts';
import type { ValveRow } from './valve-rows.ts';

/** What the map is to show of a burst, and what of it is switched off. */
export interface DrawingInput {
  readonly answer: ImpactAnswer | undefined;
  readonly hidden: ReadonlySet<ImpactLayerKind>;
  readonly valves: readonly ValveRow[];
  /** The candidate whose ranked places are marked. */
  readonly candidate: BurstCandidate | undefined;
  readonly cold: readonly ColdRow[];
  readonly stationAt: (id: string) => LonLat | undefined;
  /** `热水扩散 41 m`. */
  readonly label: (kind: AreaKind, radiusM: number) => string;
}

const AREA_KINDS: ReadonlySet<string> = new Set<AreaKind>(['washout', 'spread', 'complaints', 'pressureZone']);
const isArea = (kind: ImpactLayerKind): kind is ImpactLayerKind & AreaKind => AREA_KINDS.has(kind);

/** A burst and its candidate as shapes of the map. */
export function drawingOf(input: DrawingInput): ImpactDrawing {
  const { answer, hidden, candidate, stationAt } = input;
  const places = likelyPlaces(candidate?.places ?? []).map(({ pipeId, at, rank }) => ({ id: pipeId, at, rank }));
  if (!answer) return { ...NO_IMPACT, places };
  const shown = answer.layers.filter(({ kind }) => !hidden.has(kind));
  const isIsolatedShown = !hidden.has('isolated');
  const { trace } = answer;
  const rings = (kind: 'service' | 'lost', ids: readonly string[]) =>
    ids.flatMap((id) => {
      const at = stationAt(id);
      return at ? [{ kind, at }] : [];
    });
  return {
    areas: shown.flatMap((layer) => areaOf(layer, input.label)),
    burstAt: answer.question.at,
    isolatedPipeIds: isIsolatedShown ? (trace?.isolatedPipeIds ?? []) : [],
    cutOffPipeIds: isIsolatedShown ? (trace?.cutOffPipeIds ?? []) : [],
    rings: [
      ...shown.flatMap(({ kind, shape }) =>
        kind === 'service' && shape.type === 'stations' ? rings('service', shape.stationIds) : [],
      ),
      ...(isIsolatedShown ? rings('lost', trace?.lost.stations.map(({ stationId }) => stationId) ?? []) : []),
    ],
    valves: isIsolatedShown ? valveNumbers(input) : [],
    places,
    cold: input.cold.map(({ buildingId, at, band }) => ({ id: buildingId, at, band })),
  };
}

function areaOf({ kind, shape }: ImpactLayer, label: DrawingInput['label']): ImpactDrawing['areas'] {
  if (!isArea(kind) || (shape.type !== 'circle' && shape.type !== 'complaints')) return [];
  return [{ kind, at: shape.at, radiusM: shape.radiusM, label: label(kind, shape.radiusM) }];
}

/** Valves this near one another stand at one crossing, m. */
const SAME_SPOT_M = 20;

function valveNumbers({ answer, valves }: DrawingInput): ImpactDrawing['valves'] {
  const past = (answer?.trace?.leftOut ?? []).filter(({ why }) => why === 'stuck');
  const numbers = [
    ...valves.map(({ step, state }) => ({
      id: step.valveId,
      at: step.at,
      order: step.order,
      side: step.side,
      isUncertain: step.isUncertain,
      state,
    })),
    ...past.map(({ valveId, at, side }) => ({
      id: valveId,
      at,
      order: 0,
      side,
      isUncertain: true,
      state: 'past' as const,
    })),
  ];
  return numbers.map((number, index) => ({
    ...number,
    slot: numbers
      .slice(0, index)
      .filter(({ side, at }) => side === number.side && distanceM(at, number.at) <= SAME_SPOT_M).length,
  }));
}
