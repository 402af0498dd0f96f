import { readTokens } from '../ui/read-tokens.ts';

const TOKENS = [
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
  'supply',
  'return',
  'water',
  'red-alert',
] as const;

/** A colour of the theme by its name. */
export type Token = (typeof TOKENS)[number];

/** How the map is drawn now: the theme's colours, and how much larger than on a desk. */
export interface MapTheme {
  readonly colours: Readonly<Record<Token, string>>;
  /** 1 on a desk, more on a wall. */
  readonly scale: number;
}

/** The page's theme as the map needs it. */
export function readMapTheme(): MapTheme {
  const scale = Number(readTokens(['scale']).scale);
  return { colours: readTokens(TOKENS), scale: Number.isFinite(scale) && scale > 0 ? scale : 1 };
}

/** The font of all words on the map. @param sizePx at a desk */
export const fontOf = (theme: MapTheme, sizePx: number, weight = 400): string =>
  `${String(weight)} ${String(Math.round(sizePx * theme.scale))}px 'Noto Sans SC Variable', sans-serif`;

/** Whether the ground is dark: night, or red alert. */
export function isDark({ colours: { ground } }: MapTheme): boolean {
  const [red = 0, green = 0, blue = 0] = (/^#(..)(..)(..)/.exec(ground)?.slice(1) ?? []).map((hex) =>
    parseInt(hex, 16),
  );
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128;
}

/** The theme of paper: day, whatever the page shows. Nothing is painted between the change and the change back. */
export function readPaperTheme(scale: number): MapTheme {
  const { dataset } = document.documentElement;
  const { theme, redAlert } = dataset;
  dataset.theme = 'day';
  dataset.redAlert = 'false';
  const { colours } = readMapTheme();
  if (theme === undefined) delete dataset.theme;
  else dataset.theme = theme;
  if (redAlert === undefined) delete dataset.redAlert;
  else dataset.redAlert = redAlert;
  return { colours: { ...colours, ground: '#ffffff', surface: '#f4f5f6' }, scale };
}
