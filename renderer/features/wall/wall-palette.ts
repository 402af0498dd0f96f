import { readTokens } from '../../ui/read-tokens.ts';

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

/** The theme's colours as the wall's canvas needs them. Read again when theme or red alert change. */
export const readColours = (): WallColours => readTokens(NAMES);
