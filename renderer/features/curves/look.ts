import { MEASURES, measureOf, type Measure } from '#shared/domain/telemetry/measures.ts';
import { readTokens } from '../../ui/read-tokens.ts';
import type { CurveSpec } from './curve.ts';

const TOKENS = [
  'ground',
  'text',
  'dim',
  'faint',
  'line',
  'band',
  'interactive',
  'high',
  'medium',
  'low',
  'supply',
  'return',
] as const;

/** The colours of a chart, and its type: `scale` is that of the reading distance. */
export type ChartColours = Readonly<Record<(typeof TOKENS)[number], string>>;

export interface ChartLook {
  readonly colours: ChartColours;
  readonly scale: number;
  readonly font: string;
}

/** The look of the theme and the reading distance now. */
export function readLook(): ChartLook {
  const style = getComputedStyle(document.documentElement);
  const scale = Number.parseFloat(style.getPropertyValue('--scale')) || 1;
  return { colours: readTokens(TOKENS), scale, font: style.getPropertyValue('--font') || 'sans-serif' };
}

/** Dark on white, whatever the theme of the screen. */
export function printLook(look: ChartLook): ChartLook {
  const colours: ChartColours = {
    ground: '#ffffff',
    text: '#000000',
    dim: '#333333',
    faint: '#666666',
    line: '#bbbbbb',
    band: '#eeeeee',
    interactive: '#14568c',
    high: '#c40d16',
    medium: '#a85400',
    low: '#7d6a00',
    supply: '#8a4636',
    return: '#36598a',
  };
  return { colours, scale: 1, font: look.font };
}

/** How one curve is drawn. Never in an alarm's colour (LOOK.md). */
export interface CurveLook {
  readonly colour: string;
  readonly dash: readonly number[];
  readonly unit: string;
  /** Drawn as steps: it is on or off, or stays where it was put. */
  readonly isStepped: boolean;
}

/** Told apart without colour, too. */
const DASHES = [[], [7, 3], [2, 3], [9, 3, 2, 3]] as const;
/** For what is compared once its own colour is taken. */
const OTHERS = ['text', 'interactive', 'dim', 'faint'] as const;

/** Supply and return in their muted colours, other measures in that of the text; what has the same as one before takes another. */
export function curveLooks(specs: readonly CurveSpec[], colours: ChartColours): readonly CurveLook[] {
  const used = new Set<string>();
  return specs.map(({ signalId }, k) => {
    const measure = measureOf(signalId);
    const name = [sideColour(measure), ...OTHERS].find((one) => !used.has(one)) ?? 'text';
    used.add(name);
    return {
      colour: colours[name],
      dash: DASHES[k % DASHES.length] ?? [],
      unit: measure === undefined ? '' : MEASURES[measure].unit,
      isStepped: measure === 'circulationPumpOn' || measure === 'valvePositionPct',
    };
  });
}

function sideColour(measure: Measure | undefined): 'supply' | 'return' | 'text' {
  if (measure?.includes('Supply')) return 'supply';
  return measure?.includes('Return') ? 'return' : 'text';
}
