import type { FeatureLike } from 'ol/Feature.js';
import OlMap from 'ol/Map.js';
import type MapBrowserEvent from 'ol/MapBrowserEvent.js';
import { unByKey } from 'ol/Observable.js';
import View from 'ol/View.js';
import ScaleLine from 'ol/control/ScaleLine.js';
import { containsCoordinate, createEmpty, extend, isEmpty, type Extent } from 'ol/extent.js';
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js';
import { fromLonLat, toLonLat } from 'ol/proj.js';
import type { MapSourceView } from '#shared/contract/map-api.ts';
import type { Network } from '#shared/domain/network/types.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import { createCrewNames } from './crew-names.ts';
import { createGlyphFonts } from './glyph-fonts.ts';
import type { ImpactDrawing } from './impact-drawing.ts';
import { createImpactLayers } from './impact-layers.ts';
import type { LayerSwitch } from './layer-switches.ts';
import { createLiveLayers, layersOf, type LiveLayers, type PickableLayers } from './live-layers.ts';
import { fontOf, readMapTheme, readPaperTheme } from './map-theme.ts';
import type { Mark, PickKind, Picked, StationMark } from './marks.ts';
import { createMeasure, type Measure, type Measured } from './measure.ts';
import { printPicture, type PrintPicture } from './print-picture.ts';
import { createSelectionLayer } from './selection-layer.ts';
import { createStaticLayers } from './static-layers.ts';
import { createOuterMaps, type GetTile, type OuterState } from './tile-maps.ts';
import { RESOLUTIONS } from './tile-sources.ts';

export interface HeatMapOptions {
  /** Something was clicked; undefined: empty ground. */
  readonly onPick: (picked: Picked | undefined, at: LonLat) => void;
  /** A place was marked (right click, or the key for the middle of the map). */
  readonly onPlace: (at: LonLat) => void;
  /** The network is on screen for the first time. */
  readonly onReady: () => void;
  /** The pointer moved; undefined: it left the map. */
  readonly onPointer?: (at: LonLat | undefined) => void;
  readonly onMeasured?: (measured: Measured | undefined) => void;
  /** Tiles of the maps that the operator configured; without it there are none. */
  readonly getTile?: GetTile;
  readonly onMapState?: (source: string, state: OuterState) => void;
}

/** What is highlighted: a thing of the map by its kind and id (`at`: where it is when its layer does not show it), or a free place. */
export type Highlight =
  (Picked & { readonly at?: LonLat | undefined }) | { readonly kind: 'place'; readonly at: LonLat };

export interface HeatMap {
  setNetwork(network: Network): void;
  /** Shows exactly these in a layer of what lives. */
  set<Name extends keyof LiveLayers>(name: Name, marks: Parameters<LiveLayers[Name]['set']>[0]): void;
  setHighlight(highlight: Highlight | undefined): void;
  /** Shows exactly this of a burst. */
  setImpact(drawing: ImpactDrawing): void;
  setVisible(layer: LayerSwitch, isVisible: boolean): void;
  /** Reads theme and size of the page again. */
  refreshTheme(): void;
  zoomToNetwork(): void;
  /** Goes there on the operator's word. */
  zoomTo(at: LonLat, metresPerPixel?: number): void;
  /** Brings a place into view unless it is there already, or the operator is moving the map. */
  reveal(at: LonLat): void;
  markMiddle(): void;
  /** Nearer (positive) or farther by so many steps. */
  zoomBy(steps: number): void;
  /** The maps over the base, the first lowest. */
  setMaps(sources: readonly MapSourceView[]): void;
  readonly measure: Measure;
  /** The present view on paper. @param aspect width / height, @param widthMm of the picture */
  print(aspect: number, widthMm: number): Promise<PrintPicture>;
  dispose(): void;
}

const NEAR_RESOLUTION = 2;
const MOVE_MS = 250;
const BLINK_MS = 500;
const HIT_PX = 6;
/** Height on paper of what is 12 px high at a desk. [eng] */
const PRINTED_MM = 2.6;
/** Room beside the whole network for the names at its edge, px at a desk. */
const SIDE_PX = 44;

/** The map: an island of OpenLayers that knows neither stores nor words. It shows what the setters are given, in the page's theme. */
export function createHeatMap(target: HTMLElement, options: HeatMapOptions): HeatMap {
  let theme = readMapTheme();
  let isDark = false;
  const themeNow = () => theme;
  const fixed = createStaticLayers(themeNow);
  const live = createLiveLayers(themeNow, () => isDark);
  const crewNames = createCrewNames(live.crews, themeNow);
  const impact = createImpactLayers(themeNow, (id) => fixed.pipe(id));
  const selection = createSelectionLayer(themeNow);
  const pickable = pickableOf(live);
  const picked = [...Object.values(pickable).map(({ layer }) => layer), impact.above];
  const liveLayers = [crewNames, ...layersOf(live), impact.labels, impact.above];
  const noTile: GetTile = () => Promise.reject(new Error('no maps'));
  const outer = createOuterMaps(
    themeNow,
    options.getTile ?? noTile,
    options.onMapState ?? (() => undefined),
    (words) => void glyphs.need(words),
  );
  let networkExtent: Extent = createEmpty();
  let highlight: Highlight | undefined;

  const map = new OlMap({
    target,
    layers: [fixed.base, outer.group, fixed.pipes, fixed.names, impact.below, ...liveLayers, selection.layer],
    controls: [new ScaleLine({ minWidth: 70 })],
    interactions: defaultInteractions({ altShiftDragRotate: false, pinchRotate: false, onFocusOnly: false }),
    view: new View({
      center: fromLonLat([126.6, 45.75]),
      resolution: 10,
      resolutions: [...RESOLUTIONS],
      constrainResolution: true,
      enableRotation: false,
    }),
  });
  const view = map.getView();
  const reducesMotion = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const duration = reducesMotion ? 0 : MOVE_MS;

  const measure = createMeasure(map, themeNow, options.onMeasured ?? (() => undefined));
  map.addLayer(measure.layer);

  const listeners = [
    map.on('click', (event) => {
      if (measure.isOn) measure.addPoint(event.coordinate);
      else options.onPick(pickAt(event), lonLatOf(event.coordinate));
    }),
    map.on('pointermove', (event) => {
      options.onPointer?.(lonLatOf(event.coordinate));
      if (event.dragging) return;
      target.style.cursor = measure.isOn ? 'crosshair' : pickAt(event, true) ? 'pointer' : '';
    }),
  ];
  const onContextMenu = (event: MouseEvent): void => {
    event.preventDefault();
    options.onPlace(lonLatOf(map.getEventCoordinate(event)));
  };
  target.addEventListener('contextmenu', onContextMenu);
  const onFonts = (): void => refresh();
  document.fonts.addEventListener('loadingdone', onFonts);
  /** A graphics process that ended has taken pictures with it. The event does not bubble. */
  const onRestored = (): void => refresh();
  target.addEventListener('contextrestored', onRestored, { capture: true });

  const glyphs = createGlyphFonts(document.fonts, fontOf(theme, 13), refresh);

  /** Unacknowledged alarms blink at 1 Hz; nothing is drawn while there are none. */
  let hasUnacknowledged = false;
  const blinking = setInterval(() => {
    if (!hasUnacknowledged || reducesMotion) return;
    isDark = !isDark;
    live.stations.layer.changed();
  }, BLINK_MS);

  function pickAt(event: MapBrowserEvent, isLiveOnly = false): Picked | undefined {
    const find = (layers: readonly unknown[]): FeatureLike | undefined =>
      map.forEachFeatureAtPixel(event.pixel, (feature) => feature, {
        hitTolerance: HIT_PX,
        layerFilter: (layer) => layers.includes(layer),
      });
    const found = find(picked);
    if (found) return { kind: found.get('kind') as PickKind, id: (found.get('mark') as { id: string }).id };
    if (isLiveOnly || !fixed.pipes.getVisible()) return undefined;
    const pipe = fixed.pipeAt(event.coordinate, view.getResolution() ?? 1, HIT_PX);
    return pipe && { kind: 'pipe', id: pipe.id };
  }

  function refresh(): void {
    fixed.refresh();
    outer.refresh();
    measure.layer.changed();
    for (const layer of [impact.below, ...liveLayers]) layer.changed();
    selection.layer.changed();
  }

  function drawHighlight(): void {
    if (highlight?.kind === 'place') selection.showPoint(highlight.at);
    else if (highlight?.kind === 'pipe') selection.showLine(fixed.pipe(highlight.id));
    else {
      const at = highlight && (pickable[highlight.kind].get(highlight.id)?.at ?? highlight.at);
      if (at) selection.showPoint(at);
      else selection.clear();
    }
  }

  function zoomTo(at: LonLat, near = NEAR_RESOLUTION): void {
    view.cancelAnimations();
    const resolution = Math.min(view.getResolution() ?? near, near);
    view.animate({ center: fromLonLat([...at]), resolution, duration });
  }

  function zoomToNetwork(): void {
    if (isEmpty(networkExtent)) return;
    const side = SIDE_PX * theme.scale;
    view.fit(networkExtent, { padding: [24, side, 40, side] });
    whole = placeOfView();
  }

  /** Where the view stood when it showed the whole network. */
  let whole: string | undefined;
  const placeOfView = (): string => [...(view.getCenter() ?? []), view.getResolution()].join();
  /** A banner, another distance: who sees the whole network goes on seeing all of it; who looks at a place stays there. */
  listeners.push(
    map.on('change:size', () => {
      if (whole === placeOfView()) zoomToNetwork();
    }),
  );

  return {
    setNetwork(network) {
      fixed.setNetwork(network);
      outer.setOwnNames(namesOf(network));
      networkExtent = extentOf(network);
      zoomToNetwork();
      void glyphs.need(namesOf(network)).then(() => map.once('rendercomplete', options.onReady));
    },
    set(name, marks) {
      void glyphs.need(marks.map(wordOf));
      (live[name] as { set(marks: readonly Mark[]): void }).set(marks);
      if (name === 'stations') {
        const stations = marks as readonly StationMark[];
        hasUnacknowledged = stations.some((mark) => mark.priority !== undefined && !mark.isAcknowledged);
        isDark &&= hasUnacknowledged;
      }
      // What is highlighted may have moved.
      drawHighlight();
    },
    setHighlight(next) {
      highlight = next;
      live.tracks.choose(next?.kind === 'crew' ? next.id : undefined);
      drawHighlight();
    },
    setImpact: impact.set,
    setVisible(name, isVisible) {
      if (name === 'buildings') fixed.setBuildingsVisible(isVisible);
      else if (name === 'pipes') fixed.pipes.setVisible(isVisible);
      else live[name].layer.setVisible(isVisible);
      if (name === 'crews') crewNames.setVisible(isVisible);
    },
    refreshTheme() {
      theme = readMapTheme();
      refresh();
    },
    zoomToNetwork,
    zoomTo,
    reveal(at) {
      if (view.getInteracting()) return;
      const isNear = (view.getResolution() ?? 0) <= NEAR_RESOLUTION * 3;
      if (isNear && containsCoordinate(view.calculateExtent(map.getSize()), fromLonLat([...at]))) return;
      zoomTo(at);
    },
    markMiddle() {
      const centre = view.getCenter();
      if (centre) options.onPlace(lonLatOf(centre));
    },
    zoomBy: (steps) => view.animate({ zoom: (view.getZoom() ?? 0) + steps, duration }),
    setMaps: outer.set,
    measure,
    async print(aspect, widthMm) {
      try {
        return await printPicture(map, aspect, (width) => {
          theme = readPaperTheme(((width / widthMm) * PRINTED_MM) / 12);
          refresh();
        });
      } finally {
        theme = readMapTheme();
        refresh();
      }
    },
    dispose() {
      clearInterval(blinking);
      measure.dispose();
      unByKey(listeners);
      target.removeEventListener('contextmenu', onContextMenu);
      document.fonts.removeEventListener('loadingdone', onFonts);
      target.removeEventListener('contextrestored', onRestored, { capture: true });
      map.setTarget(undefined);
      map.dispose();
      fixed.dispose();
    },
  };
}

function lonLatOf(coordinate: number[]): LonLat {
  const [lon = 0, lat = 0] = toLonLat(coordinate);
  return [lon, lat];
}

/** The layer of each kind of thing that can be clicked. */
const pickableOf = (live: PickableLayers) =>
  ({
    station: live.stations,
    valve: live.valves,
    complaint: live.complaints,
    order: live.orders,
    crew: live.crews,
    candidate: live.candidates,
    alert: live.alerts,
    building: live.sensitive,
    repairPoint: live.repairPoints,
  }) as const satisfies Record<Exclude<PickKind, 'pipe'>, unknown>;

/** What the map writes beside a mark. */
function wordOf(mark: Mark & { readonly label?: unknown; readonly name?: unknown }): string {
  const word = mark.label ?? mark.name;
  return typeof word === 'string' ? word : '';
}

/** Every word the map draws of a network, at whatever scale. */
function namesOf({ base, stations }: Network): readonly string[] {
  return [...base.filter(({ kind }) => kind !== 'building'), ...stations].flatMap(({ name }) => name ?? []);
}

/** Around everything that carries heat; the background may reach farther. */
function extentOf(network: Network): Extent {
  const extent = createEmpty();
  for (const { at } of [...network.stations, ...network.nodes]) {
    const point = fromLonLat([...at]);
    extend(extent, [...point, ...point]);
  }
  return extent;
}
