import type BaseLayer from 'ol/layer/Base.js';
import CircleStyle from 'ol/style/Circle.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import { circleOf, createAreaLayers, type AreaLayers } from './area-layers.ts';
import { createComplaintHeat, type ComplaintHeat } from './complaint-heat.ts';
import { createComplaintLayer } from './complaint-layer.ts';
import { CREW_GROUP_RESOLUTION } from './crew-names.ts';
import { iconOf } from './glyphs.ts';
import { createLiveLayer, type LiveLayer } from './live-layer.ts';
import { CANDIDATE_LOOK, crewLook, orderLook, REPAIR_LOOK, sensitiveLook, stationLook, valveLook } from './looks.ts';
import { labelOf } from './label.ts';
import type { MapTheme } from './map-theme.ts';
import { createTrackLayer, type TrackLayer } from './track-layer.ts';
import type {
  AlertMark,
  CandidateMark,
  ComplaintMark,
  CrewMark,
  OrderMark,
  RepairMark,
  SensitiveMark,
  StationMark,
  ValveMark,
} from './marks.ts';

/** Valves and names of stations come when a pixel of a desk is finer than this many metres; so do the others. */
const VALVE_RESOLUTION = 4;
const STATION_NAME_RESOLUTION = 5;
const SENSITIVE_RESOLUTION = 8;
const SENSITIVE_NAME_RESOLUTION = 2.5;
const REPAIR_NAME_RESOLUTION = 12;
/** Valves of the two pipes of one trench stand this far from it, px. */
const VALVE_APART = 4;
/** Crews stand at their repair point most of the day: its sign lies beside theirs, px. */
const REPAIR_APART = 15;
/** Crews of one depot stand beside one another, px. */
const CREWS_APART = 24;

/** Of the ring round a candidate, px. */
const HALO_PX = 26;

/** Layers whose things can be clicked. */
export interface PickableLayers {
  readonly stations: LiveLayer<StationMark>;
  readonly valves: LiveLayer<ValveMark>;
  readonly complaints: LiveLayer<ComplaintMark>;
  readonly orders: LiveLayer<OrderMark>;
  readonly crews: LiveLayer<CrewMark>;
  readonly candidates: LiveLayer<CandidateMark>;
  readonly alerts: LiveLayer<AlertMark>;
  readonly repairPoints: LiveLayer<RepairMark>;
  readonly sensitive: LiveLayer<SensitiveMark>;
}

export interface LiveLayers extends PickableLayers, AreaLayers {
  readonly complaintHeat: ComplaintHeat;
  readonly tracks: TrackLayer;
}

/** What OpenLayers draws of them. */
export const layersOf = (live: LiveLayers): readonly BaseLayer[] =>
  Object.values({ ...live }).map(({ layer }) => layer);

/** Everything that lives, in small layers of their own. `isDark`: the dark half of the blinking of unacknowledged alarms. */
export function createLiveLayers(theme: () => MapTheme, isDark: () => boolean): LiveLayers {
  return {
    ...createAreaLayers(theme),
    ...createPickableLayers(theme, isDark),
    complaintHeat: createComplaintHeat(theme),
    tracks: createTrackLayer(theme),
  };
}

function createPickableLayers(theme: () => MapTheme, isDark: () => boolean): PickableLayers {
  return {
    valves: createLiveLayer('valve', {
      zIndex: 2,
      styleOf: (mark, resolution) => {
        if (resolution * theme().scale > VALVE_RESOLUTION) return undefined;
        const apart = mark.side === 'supply' ? VALVE_APART : -VALVE_APART;
        return new Style({ image: iconOf(valveLook(mark), theme(), { displacement: [-apart, apart] }) });
      },
    }),
    sensitive: createLiveLayer('building', {
      zIndex: 3,
      styleOf: (mark, resolution) => {
        const perPx = resolution * theme().scale;
        if (perPx > SENSITIVE_RESOLUTION) return undefined;
        return new Style({
          image: iconOf(sensitiveLook(mark.kind), theme(), { obstacle: true }),
          ...(perPx < SENSITIVE_NAME_RESOLUTION && { text: labelOf(mark.name, theme(), 17) }),
        });
      },
    }),
    repairPoints: createLiveLayer('repairPoint', {
      zIndex: 4,
      styleOf: (mark, resolution) =>
        new Style({
          image: iconOf(REPAIR_LOOK, theme(), { obstacle: true, displacement: [-REPAIR_APART, REPAIR_APART] }),
          ...(resolution * theme().scale < REPAIR_NAME_RESOLUTION && { text: labelOf(mark.name, theme(), 18) }),
        }),
    }),
    complaints: createComplaintLayer(theme),
    stations: createLiveLayer('station', {
      zIndex: 6,
      styleOf: (mark, resolution) => stationStyle(mark, resolution, theme(), isDark()),
    }),
    orders: createLiveLayer('order', {
      zIndex: 7,
      styleOf: (mark) => new Style({ image: iconOf(orderLook(mark), theme()), text: labelOf(mark.label, theme(), 20) }),
    }),
    crews: createLiveLayer('crew', {
      zIndex: 8,
      styleOf: (mark, resolution) => {
        if (mark.slot > 0 && resolution * theme().scale > CREW_GROUP_RESOLUTION) return undefined;
        return new Style({
          image: iconOf(crewLook(mark), theme(), {
            // The others of its spot must not push out the names of all.
            obstacle: mark.slot === 0,
            headingDeg: mark.headingDeg,
            displacement: [mark.slot * CREWS_APART, 0],
          }),
        });
      },
    }),
    candidates: createLiveLayer('candidate', { zIndex: 9, styleOf: (mark) => candidateStyle(mark, theme()) }),
    alerts: createLiveLayer('alert', { zIndex: 10, styleOf: (mark) => alertStyle(mark, theme()) }),
  };
}

/** Abnormal and near stations are named; the worse is drawn over the lesser. */
function stationStyle(mark: StationMark, resolution: number, theme: MapTheme, isDark: boolean): Style | undefined {
  const isUnacknowledged = mark.priority !== undefined && !mark.isAcknowledged;
  const isNamed = resolution * theme.scale < STATION_NAME_RESOLUTION || mark.kind !== 'station';
  const rank = mark.priority ? { high: 3, medium: 2, low: 1 }[mark.priority] : 0;
  const look = stationLook(isUnacknowledged && isDark ? { ...mark, isAcknowledged: true } : mark);
  return new Style({
    image: iconOf(look, theme, { obstacle: true }),
    zIndex: rank,
    ...(isNamed && { text: labelOf(mark.name, theme, mark.kind === 'station' ? 15 : 20) }),
  });
}

/**
 * A place that is not sure: a dashed circle as large as the doubt, a star in its middle, the confidence in words. A ring of a fixed size
 * and a boxed label let it stand out among hundreds of alarms, without a colour of theirs.
 */
function candidateStyle(mark: CandidateMark, theme: MapTheme): Style[] {
  const { colours, scale } = theme;
  const label = labelOf(mark.label, theme, 44, 700);
  label.setPadding([3, 7, 3, 7].map((side) => side * scale));
  label.setBackgroundFill(new Fill({ color: colours.raised }));
  label.setBackgroundStroke(new Stroke({ color: colours.interactive, width: 2 * scale }));
  const ring = (color: string, width: number): Style =>
    new Style({
      image: new CircleStyle({
        radius: HALO_PX * scale,
        stroke: new Stroke({ color, width: width * scale }),
        declutterMode: 'none',
      }),
    });
  const stroke = new Stroke({ color: colours.interactive, width: 2.5 * scale, lineDash: [10 * scale, 7 * scale] });
  return [
    new Style({
      geometry: circleOf(mark.at, mark.radiusM),
      stroke,
      fill: new Fill({ color: `${colours.interactive}1c` }),
    }),
    ring(colours.ground, 8),
    ring(colours.interactive, 3.5),
    new Style({
      image: iconOf(CANDIDATE_LOOK, theme, { obstacle: true }),
      text: label,
    }),
  ];
}

function alertStyle(mark: AlertMark, theme: MapTheme): Style[] {
  return [
    new Style({
      image: iconOf({ shape: 'circle', size: 40, stroke: 'red-alert', dashed: mark.drill }, theme),
    }),
    new Style({
      image: iconOf({ shape: 'burst', size: 24, stroke: 'text', fill: 'red-alert' }, theme, { obstacle: true }),
      text: labelOf(mark.label, theme, 32, 700),
    }),
  ];
}
