import Feature from 'ol/Feature.js';
import type Geometry from 'ol/geom/Geometry.js';
import CircleGeometry from 'ol/geom/Circle.js';
import Point from 'ol/geom/Point.js';
import VectorLayer from 'ol/layer/Vector.js';
import { fromLonLat, getPointResolution } from 'ol/proj.js';
import VectorSource from 'ol/source/Vector.js';
import Fill from 'ol/style/Fill.js';
import RegularShape from 'ol/style/RegularShape.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import Text from 'ol/style/Text.js';
import type { LonLat } from '#shared/lib/geo.ts';
import { fillOf, type FillPattern } from './fill-patterns.ts';
import { iconOf } from './glyphs.ts';
import type { AreaKind, ImpactDrawing, PlaceNumber, RingKind, ValveNumber } from './impact-drawing.ts';
import { coldLook } from './looks.ts';
import { fontOf, type MapTheme, type Token } from './map-theme.ts';

export interface ImpactLayers {
  /** Under the stations: areas, pipes, houses. */
  readonly below: VectorLayer;
  /** What the areas are called: names of lesser things give way to it. */
  readonly labels: VectorLayer;
  /** Over all else and to be picked: numbers of valves and places. */
  readonly above: VectorLayer;
  set(drawing: ImpactDrawing): void;
}

interface AreaLook {
  readonly pattern: FillPattern;
  readonly colour: Token;
  readonly dash?: readonly number[];
  readonly width: number;
  /** Of the filling, two hexadecimal digits: a wide area must not hide the network. */
  readonly alpha?: string;
}

/** The tags of the ranked places stand off on leaders of this length, px, each rank to a side of its own (clockwise from north, degrees). */
const LEADER_PX = 34;
const LEADER_DEG = [0, 60, -60, 120, -120, 180, 30, -30, 90, -90] as const;

/** Areas differ in border and filling; none has the colour of an alarm. */
const AREA_LOOKS: Readonly<Record<AreaKind, AreaLook>> = {
  washout: { pattern: 'cross', colour: 'text', width: 3 },
  spread: { pattern: 'dots', colour: 'text', dash: [9, 6], width: 2.5, alpha: 'b0' },
  complaints: { pattern: 'lines', colour: 'dim', dash: [14, 5, 2, 5], width: 2, alpha: '50' },
  pressureZone: { pattern: 'none', colour: 'text', dash: [2, 6], width: 3 },
};

/** Rings round stations: a square, a hexagon, a cross. */
const RING_LOOKS: Readonly<
  Record<RingKind, { readonly points: number; readonly radius: number; readonly dash?: number[] }>
> = {
  service: { points: 4, radius: 16 },
  lost: { points: 4, radius: 12 },
};

/** Numbers of the two valves of one trench stand this far from it, px. */
const NUMBER_APART = 15;
const NUMBER_HEIGHT = 25;

/** What a burst does, drawn by shape and pattern. @param pipeOf the line of a pipe on the map */
export function createImpactLayers(
  theme: () => MapTheme,
  pipeOf: (id: string) => Feature<Geometry> | undefined,
): ImpactLayers {
  const ground = new VectorSource();
  const words = new VectorSource();
  const numbers = new VectorSource();
  const moving = { updateWhileInteracting: true, updateWhileAnimating: true } as const;
  const below = new VectorLayer({
    source: ground,
    zIndex: 4,
    ...moving,
    style: (feature, resolution) => (feature.get('look') as Looks)(theme(), resolution),
  });
  const labels = new VectorLayer({
    source: words,
    zIndex: 8.5,
    declutter: 'labels',
    style: (feature, resolution) => (feature.get('look') as Looks)(theme(), resolution),
  });
  const above = new VectorLayer({
    source: numbers,
    zIndex: 12,
    ...moving,
    style: (feature, resolution) => (feature.get('look') as Looks)(theme(), resolution),
  });

  return {
    below,
    labels,
    above,
    set(drawing) {
      ground.clear(true);
      ground.addFeatures([
        ...lines(drawing.cutOffPipeIds, pipeOf, cutOffStyle),
        ...lines(drawing.isolatedPipeIds, pipeOf, isolatedStyle),
        ...drawing.areas.map((area) => made(circleOf(area.at, area.radiusM), (now) => areaStyle(area.kind, now))),
        ...drawing.cold.map((mark) =>
          made(pointOf(mark.at), (now) => new Style({ image: iconOf(coldLook(mark.band), now) })),
        ),
        ...drawing.rings.map(({ kind, at }) => made(pointOf(at), (now) => ringStyle(kind, now))),
        ...(drawing.burstAt ? [made(pointOf(drawing.burstAt), burstStyle)] : []),
      ]);
      words.clear(true);
      words.addFeatures(
        drawing.areas.map((area) =>
          made(edgeOf(circleOf(area.at, area.radiusM), upOf(area.kind)), (now) =>
            labelStyle(area.kind, area.label, now),
          ),
        ),
      );
      numbers.clear(true);
      numbers.addFeatures([
        ...drawing.places.map((mark) => made(pointOf(mark.at), (now) => placeStyle(mark, now), { kind: 'pipe', mark })),
        ...drawing.valves.map((mark) =>
          made(pointOf(mark.at), (now) => valveStyle(mark, now), { kind: 'valve', mark }),
        ),
      ]);
    },
  };
}

type Looks = (theme: MapTheme, resolution: number) => Style | Style[];

function made(geometry: Geometry, look: Looks, more: Readonly<Record<string, unknown>> = {}): Feature {
  return new Feature({ geometry, look, ...more });
}

function lines(
  ids: readonly string[],
  pipeOf: (id: string) => Feature<Geometry> | undefined,
  look: Looks,
): readonly Feature[] {
  return ids.flatMap((id) => {
    const geometry = pipeOf(id)?.getGeometry();
    return geometry ? [made(geometry, look)] : [];
  });
}

const pointOf = (at: LonLat): Point => new Point(fromLonLat([...at]));

function circleOf(at: LonLat, radiusM: number): CircleGeometry {
  const centre = fromLonLat([...at]);
  return new CircleGeometry(centre, radiusM / getPointResolution('EPSG:3857', 1, centre));
}

const strokeOf = (color: string, width: number, lineDash?: readonly number[]): Stroke =>
  new Stroke({ color, width, lineCap: 'butt', ...(lineDash && { lineDash: [...lineDash] }) });

function textOf(text: string, theme: MapTheme, size: number): Text {
  return new Text({
    text,
    font: fontOf(theme, size, 600),
    fill: new Fill({ color: theme.colours.text }),
    stroke: new Stroke({ color: theme.colours.ground, width: 4 * theme.scale }),
  });
}

function areaStyle(kind: AreaKind, { colours, scale }: MapTheme): Style {
  const look = AREA_LOOKS[kind];
  const colour = colours[look.colour];
  return new Style({
    fill: new Fill({ color: fillOf(look.pattern, `${colour}${look.alpha ?? ''}`, scale) }),
    stroke: strokeOf(
      colour,
      look.width * scale,
      look.dash?.map((part) => part * scale),
    ),
  });
}

/** The label stands at the top of its border, that of the zone at its foot: circles of one middle may be equally wide. */
const upOf = (kind: AreaKind): 1 | -1 => (kind === 'pressureZone' ? -1 : 1);

function edgeOf(circle: CircleGeometry, up: 1 | -1): Point {
  const [x = 0, y = 0] = circle.getCenter();
  return new Point([x, y + up * circle.getRadius()]);
}

function labelStyle(kind: AreaKind, label: string, theme: MapTheme): Style {
  const words = textOf(label, theme, 12);
  const up = upOf(kind);
  words.setTextBaseline(up > 0 ? 'bottom' : 'top');
  words.setOffsetY(-3 * up * theme.scale);
  return new Style({ text: words });
}

/** Like a railway on a map: a wide line with gaps over a wider one. */
const isolatedStyle: Looks = ({ colours, scale }) => [
  new Style({ stroke: strokeOf(`${colours.text}d0`, 9 * scale) }),
  new Style({ stroke: strokeOf(colours.ground, 6 * scale, [7 * scale, 6 * scale]) }),
];

const cutOffStyle: Looks = ({ colours, scale }) =>
  new Style({ stroke: strokeOf(`${colours.dim}c0`, 5 * scale, [3 * scale, 7 * scale]) });

function ringStyle(kind: RingKind, { colours, scale }: MapTheme): Style {
  const { points, radius, dash } = RING_LOOKS[kind];
  const isCross = kind === 'lost';
  return new Style({
    image: new RegularShape({
      points,
      radius: radius * scale,
      ...(isCross && { radius2: 0 }),
      angle: Math.PI / 4,
      stroke: new Stroke({
        color: colours.text,
        width: (isCross ? 3 : 2) * scale,
        ...(dash && { lineDash: dash.map((part) => part * scale) }),
      }),
    }),
  });
}

const burstStyle: Looks = (theme) =>
  new Style({ image: iconOf({ shape: 'burst', size: 26, stroke: 'ground', fill: 'text' }, theme), zIndex: 5 });

/** A number in a box: solid on the supply, hollow on the return; dashed where it may not hold, ticked when it is closed. */
function valveStyle(mark: ValveNumber, theme: MapTheme): Style {
  const { colours, scale } = theme;
  const isSolid = mark.side === 'supply' && mark.state !== 'past';
  const sign = { close: '', verify: ' ?', done: ' ✓', past: ' ×' }[mark.state];
  const apart = (mark.side === 'supply' ? -NUMBER_APART : NUMBER_APART) * scale;
  return new Style({
    zIndex: 1000 - mark.order,
    text: new Text({
      text: mark.state === 'past' ? '×' : `${String(mark.order)}${sign}`,
      font: fontOf(theme, 14, 700),
      offsetX: apart,
      offsetY: apart + Math.sign(apart) * mark.slot * NUMBER_HEIGHT * scale,
      padding: [3, 6, 2, 6].map((side) => side * scale),
      fill: new Fill({ color: isSolid ? colours.ground : colours.text }),
      backgroundFill: new Fill({ color: isSolid ? colours.text : colours.ground }),
      backgroundStroke: new Stroke({
        color: isSolid ? colours.ground : colours.text,
        width: 2 * scale,
        ...(mark.isUncertain && { lineDash: [4 * scale, 3 * scale] }),
      }),
    }),
  });
}

/** The rank on a tag at the end of a leader: what lies at the place itself stays to be seen, and near places do not hide one another. */
function placeStyle(mark: PlaceNumber, theme: MapTheme): Style[] {
  const { colours, scale } = theme;
  const isFirst = mark.rank === 1;
  const angle = ((LEADER_DEG[(mark.rank - 1) % LEADER_DEG.length] ?? 0) * Math.PI) / 180;
  const [right, up] = [Math.sin(angle) * LEADER_PX * scale, Math.cos(angle) * LEADER_PX * scale];
  const leader = (color: string, width: number): Style =>
    new Style({
      zIndex: 50 - mark.rank,
      image: new RegularShape({
        points: 2,
        radius: (LEADER_PX / 2) * scale,
        angle,
        displacement: [right / 2, up / 2],
        stroke: new Stroke({ color, width: width * scale }),
      }),
    });
  const tag = new Style({
    zIndex: 100 - mark.rank,
    text: new Text({
      text: String(mark.rank),
      offsetX: right,
      offsetY: -up,
      font: fontOf(theme, isFirst ? 15 : 12, 700),
      padding: [2, 6, 1, 6].map((side) => side * scale),
      fill: new Fill({ color: isFirst ? colours.ground : colours.interactive }),
      backgroundFill: new Fill({ color: isFirst ? colours.interactive : colours.ground }),
      backgroundStroke: new Stroke({
        color: colours.interactive,
        width: 1.5 * scale,
        lineDash: [5 * scale, 3 * scale],
      }),
    }),
  });
  return [leader(colours.ground, 5), leader(colours.interactive, 2), tag];
}
