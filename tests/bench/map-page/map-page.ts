import '@fontsource-variable/noto-sans-sc';
import type { CrewMark, StationMark, TrackMark } from '../../../renderer/map/marks.ts';
import { cityMap } from '../../support/city-map.ts';
import { plainMap } from './plain-map.ts';

/** The map without a core: `?map=heatline|plain&pipes=100000&crews=1000&tracks=120&theme=day` (`tracks`: points of each crew's track). */
const params = new URLSearchParams(location.search);
const crewCount = Number(params.get('crews') ?? 1000);
const trackPoints = Number(params.get('tracks') ?? 0);
document.documentElement.dataset.theme = params.get('theme') ?? 'night';
const network = cityMap(Number(params.get('pipes') ?? 100_000), 1000);
const target = document.getElementById('map') as HTMLElement;

/** Tiles that a worker was asked for and has not given; seen from outside, so that nothing is measured that does not exist. */
let openTiles = 0;
const PageWorker = globalThis.Worker;
globalThis.Worker = class extends PageWorker {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options);
    this.addEventListener('message', () => (openTiles -= 1));
  }
  override postMessage(message: { readonly t?: string }, ...rest: []) {
    if (message.t === 'tile') openTiles += 1;
    super.postMessage(message, ...rest);
  }
};
const { createHeatMap } = await import('../../../renderer/map/heat-map.ts');

const stations = network.stations.map(({ id, at, name, kind }, index): StationMark => ({
  id,
  at,
  name,
  kind,
  isAcknowledged: true,
  isStale: index % 50 === 0,
  ...(index % 90 === 0 && { priority: 'high' as const }),
}));
const crewsAt = (step: number): readonly CrewMark[] =>
  Array.from({ length: crewCount }, (_, index): CrewMark => {
    const from = network.stations[index % network.stations.length]?.at ?? [126.6, 45.7];
    const angle = index + step / 20;
    return {
      id: `C${String(index)}`,
      at: [from[0] + Math.cos(angle) * 0.002, from[1] + Math.sin(angle) * 0.0015],
      label: `抢修${String(index)}队`,
      headingDeg: (angle * 57) % 360,
      isOld: false,
      slot: 0,
    };
  });

const STEP_MS = 15_000;
/** So near that the tracks of many crews are drawn. */
const TRACKS_M_PER_PX = 6;
/** Each crew a way of its own of half an hour, that goes on with each step; points that stay are the same objects, as the console keeps them. */
const ways = Array.from({ length: trackPoints > 0 ? crewCount : 0 }, (_, crew) =>
  Array.from({ length: trackPoints }, (_, k) => pointOf(crew, k)),
);
function pointOf(crew: number, k: number): TrackMark['points'][number] {
  const from = network.stations[crew % network.stations.length]?.at ?? [126.6, 45.7];
  const angle = crew + k / 20;
  return { at: [from[0] + Math.cos(angle) * 0.002 + k * 1e-5, from[1] + Math.sin(angle) * 0.0015], atMs: k * STEP_MS };
}
const tracksAt = (step: number): readonly TrackMark[] =>
  ways.map((points, crew) => {
    points.shift();
    const last = pointOf(crew, trackPoints + step);
    points.push(last);
    return { id: `C${String(crew)}`, at: last.at, points: [...points], nowMs: last.atMs };
  });

const startedAt = performance.now();
let isReady = false;
const ready = (): void => {
  isReady = true;
};
const heat =
  params.get('map') === 'plain'
    ? undefined
    : createHeatMap(target, { onPick: () => undefined, onPlace: () => undefined, onReady: ready });
const map = heat ?? plainMap(target, network, ready);
map.set('stations', stations);
map.set('crews', crewsAt(0));
map.setNetwork(network);
const [middle] = network.stations;
if (trackPoints > 0 && middle) heat?.zoomTo(middle.at, TRACKS_M_PER_PX);
const buildMs = performance.now() - startedAt;
let step = 0;
setInterval(() => {
  map.set('crews', crewsAt((step += 1)));
  if (trackPoints > 0) heat?.set('tracks', tracksAt(step));
}, 1000);

let frames: number[] = [];
let last = 0;
const frame = (now: number): void => {
  if (last > 0) frames.push(now - last);
  last = now;
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);

const bench = {
  buildMs,
  isReady: () => isReady,
  openTiles: () => openTiles,
  takeFrames: (): number[] => {
    const taken = frames;
    frames = [];
    return taken;
  },
};
Object.assign(window, { mapBench: bench });
