import { expect, it } from 'vitest';
import { layoutWall } from './wall-layout.ts';
import { paintWall, type CellFace } from './wall-painter.ts';
import type { WallColours } from './wall-palette.ts';

/** A canvas that only remembers its words; a letter is 7 px wide. */
function wordsOn(width: number, height: number, stations: number, patch: Partial<CellFace>): string[] {
  const words: string[] = [];
  const known: Record<string, unknown> = {
    globalAlpha: 1,
    measureText: (text: string) => ({ width: text.length * 7 }),
    fillText: (text: string) => void words.push(text),
  };
  const context = new Proxy(known, { get: (target, key: string) => target[key] ?? (() => undefined) });
  const face: CellFace = {
    name: '玉台站',
    main: '0.617',
    mainUnit: 'MPa',
    second: '49.4 °C',
    share: 0.4,
    normalFrom: 0.2,
    normalTo: 0.8,
    priority: undefined,
    isAcknowledged: false,
    isStale: false,
    age: '3 s',
    isSelected: false,
    isDimmed: false,
    ...patch,
  };
  paintWall(context as unknown as CanvasRenderingContext2D, width, height, {
    layout: layoutWall([{ name: 'area', count: stations }], width, height, 1),
    faces: Array.from({ length: stations }, () => face),
    headerText: () => 'area',
    colours: {} as WallColours,
    scale: 1,
    isLit: true,
  });
  return words;
}

it.each([
  ['card', 4, {}],
  ['tile', 240, {}],
  ['card with an alarm', 4, { priority: 'high' as const }],
  ['tile with an alarm', 240, { priority: 'high' as const }],
  ['stale card', 4, { isStale: true }],
  ['stale tile', 240, { isStale: true }],
])('says value and age on a %s', (_what, stations, patch) => {
  const words = wordsOn(1920, 960, stations, patch);
  for (const word of ['0.617', '3 s']) expect(words.filter((one) => one === word)).toHaveLength(stations);
});

it('says the second value on a card while it is fresh', () => {
  expect(wordsOn(1920, 960, 4, {})).toContain('49.4 °C');
  expect(wordsOn(1920, 960, 4, { isStale: true })).not.toContain('49.4 °C');
});
