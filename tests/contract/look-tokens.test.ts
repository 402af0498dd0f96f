import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const css = readFileSync(new URL('../../renderer/ui/tokens.css', import.meta.url), 'utf8');

const themes = [
  ['night', /data-theme='night'\] \{([^}]*)\}/],
  ['day', /data-theme='day'\] \{([^}]*)\}/],
  ['red alert', /data-red-alert='true'\]\[data-theme\] \{([^}]*)\}/],
] as const;

function colourOf(rule: RegExp, name: string): readonly number[] {
  const hex = new RegExp(`--${name}: #([0-9a-f]{6});`).exec(rule.exec(css)?.[1] ?? '')?.[1];
  if (hex === undefined) throw new Error(`no --${name}`);
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
}

/** Relative luminance (WCAG 2.2). */
function luminance(colour: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = colour.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: readonly number[], b: readonly number[]): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

it.each(themes)('%s: text stands out at least 7 to 1, dim text 4.5 to 1, on every ground (LOOK.md)', (_name, rule) => {
  for (const ground of ['ground', 'surface', 'raised']) {
    const behind = colourOf(rule, ground);
    expect(contrast(colourOf(rule, 'text'), behind), `text on ${ground}`).toBeGreaterThanOrEqual(7);
    expect(contrast(colourOf(rule, 'dim'), behind), `dim on ${ground}`).toBeGreaterThanOrEqual(4.5);
  }
});

it.each(themes)('%s: nothing else has the colour of an alarm', (_name, rule) => {
  const values = [...(rule.exec(css)?.[1] ?? '').matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)];
  const alarms = new Map(
    values.filter(([, name]) => /^(high|medium|low)$/.test(name ?? '')).map(([, , hex]) => [hex, 1]),
  );
  expect(alarms.size).toBe(3);
  expect(values.filter(([, name, hex]) => !/^(high|medium|low)$/.test(name ?? '') && alarms.has(hex))).toEqual([]);
});
