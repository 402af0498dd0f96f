import { CodedError } from '#shared/lib/coded-error.ts';
import type { MapSource } from '#shared/contract/map-api.ts';

/** Scale denominator of zoom 0 on the Web Mercator grid with 256 px tiles. [std] OGC 07-057r7, annex E, GoogleMapsCompatible */
const DENOMINATOR_0 = 559_082_264.028_717_8;

/** Where the tiles of a WMTS layer are. */
export interface WmtsTiles {
  /** With {TileMatrix}, {TileRow}, {TileCol}. */
  readonly template: string;
  /** Name of each zoom's matrix. */
  readonly matrices: ReadonlyMap<number, string>;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plain = (text: string): string =>
  text.trim().replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '');

/** Contents of all elements of a name, whatever their prefix. */
const elements = (xml: string, name: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^>]*)?>([\\s\\S]*?)</(?:[\\w.-]+:)?${name}>`, 'g'))].map(
    ([, inside = '']) => inside,
  );
/** The own name: the elements inside, which come later, have names of theirs. */
const ownName = (xml: string): string => plain(elements(xml, 'Identifier')[0] ?? '');

const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`(?:^|\\s)(?:[\\w.-]+:)?${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : plain(value);
};

/**
 * Reads where the tiles of a layer are; only its Web Mercator grid with 256 px tiles is of use here.
 * @param source `layer` and `matrixSet` may be empty: the first that fits is taken
 * @throws CodedError MPS0009
 */
export function readCapabilities(xml: string, source: Pick<MapSource, 'layer' | 'matrixSet'>): WmtsTiles {
  const contents = elements(xml, 'Contents')[0] ?? '';
  const layers = elements(contents, 'Layer');
  const layer = source.layer === '' ? layers[0] : layers.find((item) => ownName(item) === source.layer);
  if (layer === undefined) {
    throw new CodedError('MPS0009', { layer: source.layer, offered: layers.map(ownName).join(', ').slice(0, 200) });
  }
  const links = elements(layer, 'TileMatrixSetLink').map((link) => plain(elements(link, 'TileMatrixSet')[0] ?? ''));
  const wanted = links.filter((link) => source.matrixSet === '' || link === source.matrixSet);
  for (const set of elements(
    contents.replaceAll(/<(?:[\w.-]+:)?Layer[\s>][\s\S]*?<\/(?:[\w.-]+:)?Layer>/g, ''),
    'TileMatrixSet',
  )) {
    const name = ownName(set);
    if (!wanted.includes(name)) continue;
    const matrices = mercatorMatrices(set);
    if (matrices.size > 0) return { template: templateOf(xml, layer, name), matrices };
  }
  throw new CodedError('MPS0009', { layer: ownName(layer), matrixSets: links.join(', ').slice(0, 200) });
}

function mercatorMatrices(set: string): ReadonlyMap<number, string> {
  const matrices = new Map<number, string>();
  if (!/(3857|900913|102100|102113)/.test(elements(set, 'SupportedCRS')[0] ?? '')) return matrices;
  for (const matrix of elements(set, 'TileMatrix')) {
    const zoom = Math.log2(DENOMINATOR_0 / Number(elements(matrix, 'ScaleDenominator')[0]));
    const width = Number(elements(matrix, 'TileWidth')[0]);
    if (width !== 256 || !(Math.abs(zoom - Math.round(zoom)) < 0.01)) continue;
    matrices.set(Math.round(zoom), ownName(matrix));
  }
  return matrices;
}

function templateOf(xml: string, layer: string, matrixSet: string): string {
  const style = plain(elements(elements(layer, 'Style')[0] ?? '', 'Identifier')[0] ?? 'default');
  const tag = [...layer.matchAll(/<(?:[\w.-]+:)?ResourceURL\s([^>]*)>/g)]
    .map(([, inside = '']) => inside)
    .find((inside) => attribute(inside, 'resourceType') === 'tile');
  const template = tag === undefined ? undefined : attribute(tag, 'template');
  if (template !== undefined) {
    return template.replaceAll(/\{style\}/gi, style).replaceAll(/\{TileMatrixSet\}/gi, matrixSet);
  }
  const operation = /<(?:[\w.-]+:)?Operation\s[^>]*name="GetTile"[\s\S]*?<(?:[\w.-]+:)?Get\s([^>]*)>/.exec(xml)?.[1];
  const address = operation === undefined ? undefined : attribute(operation, 'href');
  if (address === undefined) throw new CodedError('MPS0009', { layer: ownName(layer), problem: 'GetTile' });
  const format = plain(elements(layer, 'Format')[0] ?? 'image/png');
  const values = { LAYER: ownName(layer), STYLE: style, TILEMATRIXSET: matrixSet, FORMAT: format };
  const query = Object.entries(values).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const joint = address.includes('?') ? (/[?&]$/.test(address) ? '' : '&') : '?';
  return `${address}${joint}SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&${query.join('&')}&TILEMATRIX={TileMatrix}&TILEROW={TileRow}&TILECOL={TileCol}`;
}

/** Whether an address is that of tiles rather than of a description of them. */
export const isTileTemplate = (url: string): boolean => /\{(TileMatrix|z)\}/i.test(url);

/** Address of one tile. `y` counts from the north; {a-c} and {1-4} spread the tiles over several hosts. @param matrix name of the zoom's matrix */
export function tileUrl(template: string, z: number, x: number, y: number, matrix = String(z)): string {
  const values: Readonly<Record<string, string>> = {
    z: String(z),
    x: String(x),
    y: String(y),
    '-y': String(2 ** z - 1 - y),
    tilematrix: matrix,
    tilecol: String(x),
    tilerow: String(y),
  };
  return template
    .replaceAll(/\{([a-z0-9])-([a-z0-9])\}/gi, (_, first: string, last: string) => {
      const from = first.charCodeAt(0);
      const count = Math.max(1, last.charCodeAt(0) - from + 1);
      return String.fromCharCode(from + (Math.abs(x + y) % count));
    })
    .replaceAll(/\{([\w-]+)\}/g, (whole, name: string) => values[name.toLowerCase()] ?? whole);
}
