import { afterEach, expect, it } from 'vitest';
import { PLANT_STATES } from '#shared/domain/station/types.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import type { WallColours } from '../wall-palette.ts';
import { newColumns } from './columns.ts';
import { packMark, type StationMark } from './marks.ts';
import type { LookMessage } from './messages.ts';
import { WallScene } from './wall-scene.ts';

const plant = Object.fromEntries(PLANT_STATES.map((state) => [state, state])) as LookMessage['words']['plant'];
const LOOK: LookMessage = {
  t: 'look',
  colours: {} as WallColours,
  mayBlink: false,
  words: {
    mainUnit: 'MPa',
    mainDecimals: 3,
    secondUnit: '°C',
    secondDecimals: 1,
    seconds: '# s',
    minutes: '#m',
    hours: '# h',
    days: '# d',
    never: 'never',
    bad: 'BAD',
    plant,
    plantShort: plant,
  },
};
const CALM: StationMark = {
  priority: undefined,
  isAcknowledged: false,
  isHeldBack: false,
  plantState: 'inService',
  isDimmed: false,
};

let scene: WallScene | undefined;
afterEach(() => scene?.dispose());

interface Given {
  readonly ageMs?: number;
  readonly quality?: number;
  readonly mark?: Partial<StationMark>;
  readonly value?: number;
}

/** A wall on a canvas that only remembers its words; a letter is 6 px wide. `draw` shows the next frame and tells its words. */
function wallOf(count: number, given: Given = {}) {
  let words: string[] = [];
  let waiting: (() => void) | undefined;
  const known: Record<string, unknown> = {
    globalAlpha: 1,
    measureText: (text: string) => ({ width: text.length * 6 }),
    fillText: (text: string) => void words.push(text),
    createPattern: () => null,
  };
  const ink = new Proxy(known, { get: (target, key: string) => target[key] ?? (() => undefined) });
  const canvas = { width: 0, height: 0, getContext: () => ink } as unknown as OffscreenCanvas;
  const made = new WallScene({
    canvas,
    makeCanvas: () => canvas,
    requestFrame: (draw) => (waiting = draw),
    report: () => undefined,
  });
  scene = made;
  const send = ({ value = 0.6171, ageMs = 3_200, quality = QUALITY.good, mark = {} }: Given, slots?: number[]) => {
    const live = newColumns(count);
    for (let slot = 0; slot < count; slot += 1) {
      live.main[slot] = slots && !slots.includes(slot) ? 0.6171 : value;
      live.second[slot] = 49.44;
      live.agesMs[slot] = ageMs;
      live.quality[slot] = quality;
      live.secondQuality[slot] = quality;
    }
    made.take({ t: 'live', count, nowMs: 1_000_000, buffer: live.buffer });
    made.take({ t: 'marks', marks: new Uint16Array(count).fill(packMark({ ...CALM, ...mark })) });
  };
  made.take(LOOK);
  made.take({
    t: 'stations',
    names: Array.from({ length: count }, () => '玉台站'),
    lows: new Float64Array(count),
    highs: new Float64Array(count).fill(1.6),
    normalFrom: new Float32Array(count),
    normalTo: new Float32Array(count).fill(1),
    staleAfterMs: new Float64Array(count).fill(10_000),
  });
  made.take({
    t: 'order',
    slots: Uint32Array.from({ length: count }, (_, slot) => slot),
    front: { title: '', short: '', continued: '', count: 0 },
    groups: [{ title: 'area', short: 'area', continued: 'area', count }],
  });
  made.take({ t: 'size', width: 1920, height: 960, ratio: 1, distance: 1 });
  send(given);
  const draw = (): string[] => {
    words = [];
    waiting?.();
    waiting = undefined;
    return words;
  };
  return { draw, send };
}

const timesOf = (words: readonly string[], word: string): number => words.filter((one) => one === word).length;

it.each([
  ['card', 4, {}],
  ['tile', 240, {}],
  ['card with an alarm', 4, { mark: { priority: 'high' } }],
  ['tile with an alarm', 240, { mark: { priority: 'high' } }],
] satisfies [string, number, Given][])('says name, value and age on a %s', (_what, count, given) => {
  const words = wallOf(count, given).draw();
  for (const word of ['玉台站', '0.617', '3 s']) expect(timesOf(words, word)).toBe(count);
});

it('says how old a stale value is, on cards, tiles and tiles too small for a name', () => {
  for (const count of [4, 240, 900]) expect(timesOf(wallOf(count, { ageMs: 70_000 }).draw(), '1m')).toBe(count);
});

it('says that a value is bad or doubtful', () => {
  expect(timesOf(wallOf(240, { quality: QUALITY.bad }).draw(), 'BAD')).toBe(240);
  expect(timesOf(wallOf(240, { quality: QUALITY.uncertain }).draw(), '0.617?')).toBe(240);
});

it('says what a station out of service is doing, and the second value of one in service', () => {
  expect(wallOf(4).draw()).toContain('49.4 °C');
  expect(wallOf(4, { mark: { plantState: 'maintenance' } }).draw()).toContain('maintenance');
});

it('draws again only what changed', () => {
  const { draw, send } = wallOf(240);
  draw();
  send({ value: 0.4 }, [7, 9]);
  const words = draw();
  expect(timesOf(words, '0.400')).toBe(2);
  expect(timesOf(words, '0.617')).toBe(0);
});

it('shows a dash where there is no value', () => {
  const { draw } = wallOf(4, { value: Number.NaN });
  expect(timesOf(draw(), '—')).toBe(4);
});
