import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import { localReadings, type MeasuredStation } from '#shared/domain/burst/impact-readings.ts';
import { complaintLayer, pressureZoneLayer } from '#shared/domain/burst/impact-reports.ts';
import type { Measure } from '#shared/domain/telemetry/measures.ts';
import { distanceM, type LonLat } from '#shared/lib/geo.ts';
import { useCatalogue } from '../../stores/catalogue.store.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { useLive } from '../../stores/live.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import { useTelemetry } from '../../stores/telemetry.store.ts';
import { readSignal } from '../station/reading.ts';
import type { ImpactContext, ImpactQuestion } from './answer.ts';

/** A candidate this near speaks of the same burst, m; as with alerts (cluster-complaints.ts). */
const SAME_PLACE_M = 300;

/** The candidate that speaks of a burst at this place: on the same pipe before near by, the surer first. */
export function candidateHere(
  candidates: readonly BurstCandidate[],
  { pipeId, at }: { readonly pipeId: string; readonly at: LonLat },
): BurstCandidate | undefined {
  return (
    candidates.find((one) => one.pipeId === pipeId || one.places.some((place) => place.pipeId === pipeId)) ??
    candidates.find((one) => distanceM(one.at, at) <= SAME_PLACE_M)
  );
}

/** What is known at the place of a question now; undefined where its pipe is not of this network. */
export function contextOf(question: ImpactQuestion): ImpactContext | undefined {
  const { network } = useNetwork();
  const pipe = network?.pipes.find(({ id }) => id === question.pipeId);
  if (!network || !pipe) return undefined;
  const entities = useEntities();
  const numbers = burstNumbers(entities.burstNumbers, question.params);
  const node = network.nodes.find(({ id }) => id === pipe.from);
  const place = { at: question.at, side: pipe.side, elevationM: node?.elevationM };
  const candidate = candidateHere(useLive().candidates, question);
  const placeOf = (id: string): LonLat | undefined => entities.complaints.get(id)?.place.at;
  return {
    pipe,
    numbers,
    readings: localReadings(place, network.stations.map(measured), numbers),
    reported: candidate
      ? [complaintLayer(candidate, placeOf, numbers), pressureZoneLayer(candidate, numbers)].flatMap(
          (layer) => layer ?? [],
        )
      : [],
  };
}

/** A station with those of its values that are live on this page. */
function measured(station: MeasuredStation['station']): MeasuredStation {
  const catalogue = useCatalogue();
  const { latest } = useTelemetry();
  const read = (measure: Measure): number | undefined => {
    const signal = catalogue.signalOf(station.id, measure);
    if (!signal) return undefined;
    const { value, isStale, isBad } = readSignal(latest, signal, performance.now());
    return isStale || isBad || !Number.isFinite(value) ? undefined : value;
  };
  return {
    station,
    supplyMPa: read('primarySupplyPressureMPa'),
    returnMPa: read('primaryReturnPressureMPa'),
    supplyC: read('primarySupplyTempC'),
    returnC: read('primaryReturnTempC'),
  };
}
