import { distanceM, type LonLat } from '../../lib/geo.ts';
import type { BurstNumbers, BurstParamKey } from '../burst-settings/catalogue.ts';
import type { ImpactFigure } from './impact-figures.ts';
import type { ImpactLayer } from './impact-types.ts';
import type { BurstCandidate } from './types.ts';

const CLUSTER_PARAMS = [
  'cluster.radiusM',
  'cluster.windowMin',
  'cluster.minPoints',
  'cluster.minWeight',
  'cluster.waterWeight',
  'cluster.lookBackMin',
  'cluster.snapM',
] as const satisfies readonly BurstParamKey[];
const PRESSURE_PARAMS = [
  'pressure.noiseM',
  'pressure.leastDropM',
  'pressure.minStations',
] as const satisfies readonly BurstParamKey[];

/**
 * The callers behind a candidate (IMP-13): a circle about it that holds them all, at least as wide as two neighbours are apart. Undefined where no complaint speaks for it.
 * `placeOf` gives the place of a complaint, undefined for one that is not known here.
 */
export function complaintLayer(
  candidate: BurstCandidate,
  placeOf: (complaintId: string) => LonLat | undefined,
  numbers: BurstNumbers,
): ImpactLayer | undefined {
  const complaintIds = refsOf(candidate, 'complaints');
  if (complaintIds.length === 0) return undefined;
  const distances = complaintIds.flatMap((id) => {
    const place = placeOf(id);
    return place === undefined ? [] : [distanceM(candidate.at, place)];
  });
  const radiusM = Math.max(numbers['cluster.radiusM'], ...distances);
  return reported('complaints', CLUSTER_PARAMS, numbers, {
    figures: { complaints: complaintIds.length, radiusM, confidence: candidate.confidence },
    shape: { type: 'complaints', complaintIds, at: candidate.at, radiusM },
  });
}

/** Where the pressures say it is (IMP-14): a zone with its confidence, not a point. Undefined where no pressure speaks for the candidate. */
export function pressureZoneLayer(candidate: BurstCandidate, numbers: BurstNumbers): ImpactLayer | undefined {
  const stationIds = refsOf(candidate, 'pressureDrop');
  if (stationIds.length === 0) return undefined;
  const { at, radiusM, confidence } = candidate;
  return reported('pressureZone', PRESSURE_PARAMS, numbers, {
    figures: { radiusM, stations: stationIds.length, confidence },
    shape: { type: 'circle', at, radiusM },
  });
}

function refsOf(candidate: BurstCandidate, kind: 'complaints' | 'pressureDrop'): readonly string[] {
  return [...new Set(candidate.evidence.filter((one) => one.kind === kind).flatMap((one) => one.refs))];
}

function reported(
  kind: 'complaints' | 'pressureZone',
  params: readonly BurstParamKey[],
  numbers: BurstNumbers,
  of: { readonly figures: Readonly<Partial<Record<ImpactFigure, number>>>; readonly shape: ImpactLayer['shape'] },
): ImpactLayer {
  return {
    kind,
    basis: 'reports',
    params: Object.fromEntries(params.map((key) => [key, numbers[key]])),
    figures: of.figures,
    shape: of.shape,
    remarks: [],
  };
}
