import type { LayerSwitch } from '../../map/layer-switches.ts';
import {
  CANDIDATE_LOOK,
  complaintLook,
  crewLook,
  orderLook,
  REPAIR_LOOK,
  sensitiveLook,
  stationLook,
  valveLook,
  type Look,
} from '../../map/looks.ts';

interface Sign {
  /** Locale key. */
  readonly word: string;
  readonly look: Look;
}

const station = { id: '', at: [0, 0], name: '', kind: 'station', isAcknowledged: false, isStale: false } as const;
const complaint = { id: '', at: [0, 0], urgent: false, isOrdered: false } as const;

/** Signs of each layer, drawn as the map draws them. */
export const SIGNS: Readonly<Partial<Record<LayerSwitch, readonly Sign[]>>> = {
  stations: [
    { word: 'map.sign.station', look: stationLook(station) },
    { word: 'map.sign.source', look: stationLook({ ...station, kind: 'source' }) },
    { word: 'map.sign.peakBoiler', look: stationLook({ ...station, kind: 'peakBoiler' }) },
    { word: 'priority.high', look: stationLook({ ...station, priority: 'high' }) },
    { word: 'priority.medium', look: stationLook({ ...station, priority: 'medium' }) },
    { word: 'priority.low', look: stationLook({ ...station, priority: 'low' }) },
    { word: 'map.sign.acknowledged', look: stationLook({ ...station, priority: 'high', isAcknowledged: true }) },
    { word: 'map.sign.stale', look: stationLook({ ...station, isStale: true }) },
    { word: 'map.sign.noSource', look: stationLook({ ...station, isOut: true }) },
  ],
  sensitive: (['hospital', 'school', 'careHome'] as const).map((kind) => ({
    word: `map.sensitive.${kind}`,
    look: sensitiveLook(kind),
  })),
  valves: [
    { word: 'map.valve.open', look: valveLook({ state: 'open', condition: 'operable' }) },
    { word: 'map.valve.closed', look: valveLook({ state: 'closed', condition: 'operable' }) },
    { word: 'map.valve.unknown', look: valveLook({ state: 'unknown', condition: 'operable' }) },
    { word: 'map.condition.stuck', look: valveLook({ state: 'open', condition: 'stuck' }) },
    { word: 'map.condition.unknown', look: valveLook({ state: 'open', condition: 'unknown' }) },
    { word: 'common.pending', look: valveLook({ state: 'closed', condition: 'operable', isPending: true }) },
  ],
  complaints: (['burst', 'leak', 'suddenCold', 'notHot', 'belowStandard', 'other'] as const).map((category) => ({
    word: `category.${category}`,
    look: complaintLook({ ...complaint, category }),
  })),
  orders: [{ word: 'map.sign.order', look: orderLook({ urgent: false }) }],
  crews: [
    { word: 'map.sign.crew', look: crewLook({ headingDeg: 0, isOld: false }) },
    { word: 'map.sign.oldCrew', look: crewLook({ isOld: true }) },
  ],
  repairPoints: [{ word: 'map.sign.repairPoint', look: REPAIR_LOOK }],
  candidates: [{ word: 'map.sign.candidate', look: CANDIDATE_LOOK }],
};

/** Lines and areas of each layer: names of the legend's swatches and of their words. */
export const SWATCHES: Readonly<Partial<Record<LayerSwitch, readonly string[]>>> = {
  pipes: ['supply', 'return'],
  networkState: ['dry', 'noHeat'],
  zones: ['zone', 'zoneOut'],
  complaintHeat: ['heatLow', 'heatHigh'],
  geofences: ['geofence', 'geofenceCrew'],
  candidates: ['doubt', 'placeRank'],
  tracks: ['trackNew', 'trackOld'],
};
