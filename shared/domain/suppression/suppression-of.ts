import { measureOf } from '../telemetry/measures.ts';
import type { Alarm } from '../alarm/types.ts';
import type { PlantState } from '../station/types.ts';
import type { Suppression } from './types.ts';

/** What is known of the place of an alarm. */
export interface AlarmPlace {
  readonly area: string | undefined;
  readonly plantState: PlantState;
}

/** The first suppression by design that holds an alarm back, or undefined. The same on every console with the same log and network. */
export function suppressionOf(
  alarm: Pick<Alarm, 'signalId' | 'stationId' | 'kind'>,
  place: AlarmPlace,
  suppressions: readonly Suppression[],
): Suppression | undefined {
  const measure = measureOf(alarm.signalId);
  const fits = <T>(scope: readonly T[], value: T | undefined): boolean =>
    scope.length === 0 || (value !== undefined && scope.includes(value));
  return suppressions.find(
    ({ isOn, areas, stationIds, measures, kinds, plantStates }) =>
      isOn &&
      fits(areas, place.area) &&
      fits(stationIds, alarm.stationId) &&
      fits(measures, measure) &&
      fits(kinds, alarm.kind) &&
      fits(plantStates, place.plantState),
  );
}
