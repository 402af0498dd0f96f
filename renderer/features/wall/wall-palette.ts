const NAMES = [
  'ground',
  'surface',
  'raised',
  'line',
  'text',
  'dim',
  'faint',
  'interactive',
  'high',
  'medium',
  'low',
  'band',
  'band-normal',
] as const;

export type WallColours = Readonly<Record<(typeof NAMES)[number], string>>;

/** The theme's colours as a canvas needs them. Read again when theme or red alert change. */
export function readColours(): WallColours {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as WallColours;
}
