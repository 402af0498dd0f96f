import { varint } from './pmtiles-writer.ts';

/** A feature of a vector tile: places in units of the tile (0 to 4096, from its north-western corner). */
export interface FeatureToWrite {
  readonly layer: string;
  readonly kind: 'point' | 'line' | 'area';
  readonly places: readonly (readonly [x: number, y: number])[];
  readonly properties?: Readonly<Record<string, string>>;
}

const EXTENT = 4_096;
const KINDS = { point: 1, line: 2, area: 3 } as const;
const MOVE = 1;
const LINE = 2;
const CLOSE = 15;

/** A vector tile as Mapbox defines it (version 2). */
export function writeVectorTile(features: readonly FeatureToWrite[]): Uint8Array<ArrayBuffer> {
  const layers = [...new Set(features.map(({ layer }) => layer))];
  const bytes = layers.flatMap((name) => {
    const own = features.filter(({ layer }) => layer === name);
    const keys = [...new Set(own.flatMap(({ properties }) => Object.keys(properties ?? {})))];
    const values = [...new Set(own.flatMap(({ properties }) => Object.values(properties ?? {})))];
    return block(3, [
      ...block(1, text(name)),
      ...own.flatMap((feature) => block(2, featureOf(feature, keys, values))),
      ...keys.flatMap((key) => block(3, text(key))),
      ...values.flatMap((value) => block(4, block(1, text(value)))),
      ...number(5, EXTENT),
      ...number(15, 2),
    ]);
  });
  return Uint8Array.from(bytes);
}

function featureOf({ kind, places, properties }: FeatureToWrite, keys: string[], values: string[]): number[] {
  const tags = Object.entries(properties ?? {}).flatMap(([key, value]) => [keys.indexOf(key), values.indexOf(value)]);
  const steps = places.map(([x, y], k) => {
    const [fromX, fromY] = places[k - 1] ?? [0, 0];
    return [zigzag(x - fromX), zigzag(y - fromY)];
  });
  const [first = [], ...rest] = steps;
  const drawn = rest.length > 0 ? [command(LINE, rest.length), ...rest.flat()] : [];
  const geometry = [command(MOVE, 1), ...first, ...drawn, ...(kind === 'area' ? [CLOSE] : [])];
  return [...block(2, tags.flatMap(varint)), ...number(3, KINDS[kind]), ...block(4, geometry.flatMap(varint))];
}

const command = (id: number, count: number): number => count * 8 + id;
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const text = (value: string): number[] => [...new TextEncoder().encode(value)];
const number = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const block = (field: number, bytes: readonly number[]): number[] => [
  ...varint(field * 8 + 2),
  ...varint(bytes.length),
  ...bytes,
];
