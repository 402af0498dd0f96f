import type { ConversionConfig } from '#shared/contract/driver-fields.ts';
import { MEASURES } from '#shared/domain/telemetry/measures.ts';
import type { Measure } from '#shared/domain/telemetry/measures.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

/** ours = peer's x factor + offset. */
export interface Conversion {
  readonly factor: number;
  readonly offset: number;
}

const SAME: Conversion = { factor: 1, offset: 0 };

// prettier-ignore
/** Other spellings of the units of MEASURES. */
const SPELLINGS: Readonly<Record<string, string>> = {
  'mpa': 'MPa', 'megapascal': 'MPa',
  'c': '°C', '°c': '°C', 'degc': '°C', 'deg c': '°C', 'degree celsius': '°C', 'degrees celsius': '°C', 'celsius': '°C', '℃': '°C',
  't/h': 't/h', 'tph': 't/h', 'tonne/h': 't/h', 'tonne per hour': 't/h', 'tonnes per hour': 't/h', 'ton (metric)/h': 't/h',
  '%': '%', 'percent': '%',
};

/** Units that plants use in place of ours, exact by definition. */
const CONVERSIONS: Readonly<Record<string, Readonly<Record<string, Conversion>>>> = {
  MPa: {
    bar: { factor: 0.1, offset: 0 },
    kpa: { factor: 0.001, offset: 0 },
    pa: { factor: 1e-6, offset: 0 },
  },
  '°C': { k: { factor: 1, offset: -273.15 }, kelvin: { factor: 1, offset: -273.15 } },
  't/h': {
    'kg/s': { factor: 3.6, offset: 0 },
    'kg/h': { factor: 0.001, offset: 0 },
    't/s': { factor: 3_600, offset: 0 },
  },
  '%': { '1': { factor: 100, offset: 0 } },
};

/**
 * How values of a measure become ours, as the mapping states it.
 * @throws CodedError `MAP0006` when it names a unit that cannot be converted
 */
export function conversionOf(config: ConversionConfig, measure: Measure, path: string): Conversion {
  const { factor, offset, unit } = config;
  if (factor !== undefined || offset !== undefined) return { factor: factor ?? 1, offset: offset ?? 0 };
  if (unit === undefined) return SAME;
  const known = fromUnit(unit, measure);
  if (known === undefined) throw new CodedError('MAP0006', { path, unit, expected: MEASURES[measure].unit });
  return known;
}

/** Whether the peer's own unit of a measure is ours, however it is spelled. A measure or peer without unit fits any. */
export function isOurUnit(unit: string, measure: Measure): boolean {
  const ours = MEASURES[measure].unit;
  const theirs = unit.trim();
  return ours === '' || theirs === '' || theirs === ours || SPELLINGS[theirs.toLowerCase()] === ours;
}

function fromUnit(unit: string, measure: Measure): Conversion | undefined {
  if (isOurUnit(unit, measure)) return SAME;
  return CONVERSIONS[MEASURES[measure].unit]?.[unit.trim().toLowerCase()];
}
