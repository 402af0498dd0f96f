import type { InsightStation, ReadMeasure } from './readings.ts';

export interface Balance {
  /** `sqrt(sum(A (X-1)^2) / sum(A))`, A the heated area (DOMAIN.md, Measures). */
  readonly index: number;
  /** The smallest and largest X of a station. */
  readonly lowest: number;
  readonly highest: number;
}

/**
 * How evenly the flow of a branch is shared out (INS-08). X of a station is its share of the design flow against the mean share of the branch: below the design day
 * every station takes less, and that is no imbalance [eng]. Where flows are missing, X is taken from the return temperatures of like loads:
 * `(ts - mean(tr)) / (ts - tr)` [eng, DOMAIN.md]. Undefined where fewer than `minStations` can be read.
 */
export function branchBalance(
  members: readonly number[],
  stations: readonly InsightStation[],
  read: ReadMeasure,
  minStations: number,
): Balance | undefined {
  const shares = byFlow(members, stations, read, minStations) ?? byTemperature(members, stations, read, minStations);
  if (shares === undefined) return undefined;
  const area = shares.reduce((sum, { weight }) => sum + weight, 0);
  const square = shares.reduce((sum, { x, weight }) => sum + weight * (x - 1) ** 2, 0);
  const xs = shares.map(({ x }) => x);
  return { index: Math.sqrt(square / area), lowest: Math.min(...xs), highest: Math.max(...xs) };
}

interface Share {
  readonly x: number;
  readonly weight: number;
}

function byFlow(
  members: readonly number[],
  stations: readonly InsightStation[],
  read: ReadMeasure,
  minStations: number,
): readonly Share[] | undefined {
  const known = members.flatMap((index) => {
    const design = stations[index]?.designFlowTPerH ?? 0;
    const flow = read(index, 'primaryFlowTPerH');
    return design > 0 && Number.isFinite(flow) ? [{ flow, design, weight: weightOf(stations[index]) }] : [];
  });
  const total = known.reduce((sum, { flow }) => sum + flow, 0);
  if (known.length < minStations || known.length < members.length / 2 || total <= 0) return undefined;
  const mean = total / known.reduce((sum, { design }) => sum + design, 0);
  return known.map(({ flow, design, weight }) => ({ x: flow / design / mean, weight }));
}

function byTemperature(
  members: readonly number[],
  stations: readonly InsightStation[],
  read: ReadMeasure,
  minStations: number,
): readonly Share[] | undefined {
  const known = members.flatMap((index) => {
    const supply = read(index, 'secondarySupplyTempC');
    const back = read(index, 'secondaryReturnTempC');
    return supply - back > 1 ? [{ supply, back, weight: weightOf(stations[index]) }] : [];
  });
  if (known.length < minStations || known.length < members.length / 2) return undefined;
  const mean = known.reduce((sum, { back }) => sum + back, 0) / known.length;
  return known.map(({ supply, back, weight }) => ({ x: (supply - mean) / (supply - back), weight }));
}

const weightOf = (station: InsightStation | undefined): number => station?.heatedAreaM2 ?? 1;
