import {
  VALVE_CONDITIONS,
  VALVE_STATES,
  type BaseFeature,
  type BaseKind,
  type Network,
  type NetworkNode,
  type Pipe,
  type Station,
  type Valve,
} from '#shared/domain/network/types.ts';
import { distanceM, type LonLat } from '#shared/lib/geo.ts';
import { checkNetwork } from './check-network.ts';
import { nearestDnMm } from './dn.ts';
import { fieldReader, readId, readLonLat, type FieldReader } from './fields.ts';
import { addError, addWarning, type ProblemList } from './problems.ts';

/** Most features a file may have [eng]: fifty times a city of 20,000 stations' pipes would still fit in memory. */
const MAX_FEATURES = 2_000_000;
const SIDES = ['supply', 'return'] as const;
const BASE_KINDS: readonly BaseKind[] = ['street', 'water', 'district', 'community', 'building', 'repairPoint'];
const LENGTH_M = { min: 0, max: 200_000 };
const BORE_M = { min: 0.005, max: 5 };
const ELEVATION_M = { min: -500, max: 9000 };

interface Feature {
  readonly id: string;
  readonly kind: string;
  readonly geometry: unknown;
  readonly fields: FieldReader;
}

interface Draft {
  readonly nodes: NetworkNode[];
  readonly pipes: Pipe[];
  readonly valves: Valve[];
  /** A station's height is its supply junction's where the file gives none. */
  readonly stations: (Omit<Station, 'elevationM'> & { readonly elevationM: number | undefined })[];
  readonly base: BaseFeature[];
}

/** A network from GeoJSON text (docs/network-format.md). `fallbackName` names it where the collection does not. Undefined with errors listed. */
export function parseGeojson(text: string, fallbackName: string, problems: ProblemList): Network | undefined {
  const collection = parseCollection(text, problems);
  if (collection === undefined) return undefined;
  const draft: Draft = { nodes: [], pipes: [], valves: [], stations: [], base: [] };
  collection.features.forEach((raw, index) => {
    const feature = readFeature(raw, index, problems);
    if (feature !== undefined) addFeature(draft, feature, problems);
  });
  // The first of two junctions with one id counts, here as everywhere.
  const heights = new Map(draft.nodes.toReversed().map((node) => [node.id, node.elevationM] as const));
  const drawn: Network = {
    ...draft,
    name: collection.name ?? fallbackName,
    stations: draft.stations.map((one) => ({ ...one, elevationM: one.elevationM ?? heights.get(one.supplyNode) ?? 0 })),
  };
  const network = checkNetwork(drawn, problems);
  return problems.errorCount === 0 ? network : undefined;
}

function parseCollection(
  text: string,
  problems: ProblemList,
): { readonly name: string | undefined; readonly features: readonly unknown[] } | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (thrown) {
    addError(problems, 'IMP0004', 'file', 'JSON', thrown instanceof Error ? thrown.message : 'not JSON');
    return undefined;
  }
  if (!isRecord(parsed) || parsed['type'] !== 'FeatureCollection' || !Array.isArray(parsed['features'])) {
    addError(problems, 'IMP0004', 'file', 'type', isRecord(parsed) ? parsed['type'] : parsed);
    return undefined;
  }
  if (parsed['features'].length > MAX_FEATURES) {
    addError(problems, 'IMP0007', 'file', 'features', parsed['features'].length);
    return undefined;
  }
  const crs =
    isRecord(parsed['crs']) && isRecord(parsed['crs']['properties']) ? parsed['crs']['properties']['name'] : '';
  if (typeof crs === 'string' && crs !== '' && !/(CRS84|EPSG:+4326)$/.test(crs)) {
    addError(problems, 'IMP0017', 'file', 'crs', crs);
    return undefined;
  }
  return { name: fieldReader(parsed, 'file', problems).optionalText('name'), features: parsed['features'] };
}

function readFeature(raw: unknown, index: number, problems: ProblemList): Feature | undefined {
  const place = `feature ${String(index + 1)}`;
  if (!isRecord(raw) || raw['type'] !== 'Feature' || !isRecord(raw['properties'])) {
    addError(problems, 'IMP0004', place, 'type', isRecord(raw) ? raw['type'] : raw);
    return undefined;
  }
  const id = readId(raw['id'], place, problems);
  if (id === undefined) return undefined;
  const fields = fieldReader(raw['properties'], `${place} "${id}"`, problems);
  return { id, kind: fields.text('kind'), geometry: raw['geometry'], fields };
}

function addFeature(draft: Draft, feature: Feature, problems: ProblemList): void {
  switch (feature.kind) {
    case '':
      return;
    case 'junction':
      addJunction(draft, feature, problems);
      return;
    case 'pipe':
      addPipe(draft, feature, problems);
      return;
    case 'valve':
      addValve(draft, feature, problems);
      return;
    case 'station':
    case 'source':
    case 'peakBoiler':
      addStation(draft, feature, feature.kind, problems);
      return;
    default: {
      const kind = BASE_KINDS.find((one) => one === feature.kind);
      if (kind === undefined) addWarning(problems, 'IMP0105', feature.fields.where, 'kind', feature.kind);
      else addBase(draft, feature, kind, problems);
    }
  }
}

function addJunction(draft: Draft, { id, fields, geometry }: Feature, problems: ProblemList): void {
  const side = fields.oneOf('side', SIDES);
  const elevationM = fields.number('elevationM', ELEVATION_M);
  const at = readPoint(geometry, fields.where, problems);
  if (at !== undefined) draft.nodes.push({ id, side, at, elevationM });
}

function addPipe(draft: Draft, { id, fields, geometry }: Feature, problems: ProblemList): void {
  const path = readLine(geometry, fields.where, problems);
  const innerDiameterM = fields.number('innerDiameterM', BORE_M);
  draft.pipes.push({
    id,
    side: fields.oneOf('side', SIDES),
    from: endOf(fields, 'from'),
    to: endOf(fields, 'to'),
    path,
    lengthM: fields.optionalNumber('lengthM', LENGTH_M) ?? pathLengthM(path),
    dnMm: fields.optionalNumber('dnMm', { min: 5, max: 5000 }) ?? nearestDnMm(innerDiameterM),
    innerDiameterM,
    roughnessMm: fields.number('roughnessMm', { min: 0, max: 50 }),
    depthM: fields.optionalNumber('depthM', { min: -20, max: 100 }),
    street: fields.optionalText('street'),
  });
}

function addValve(draft: Draft, { id, fields, geometry }: Feature, problems: ProblemList): void {
  const at = readPoint(geometry, fields.where, problems);
  const valve = {
    side: fields.oneOf('side', SIDES),
    from: endOf(fields, 'from'),
    to: endOf(fields, 'to'),
    dnMm: fields.optionalNumber('dnMm', { min: 5, max: 5000 }),
    name: fields.optionalText('name'),
    state: fields.oneOf('state', VALVE_STATES),
    condition: fields.optionalOneOf('condition', VALVE_CONDITIONS) ?? 'unknown',
  };
  if (at !== undefined) draft.valves.push({ id, at, ...valve });
}

function addStation(
  draft: Draft,
  { id, fields, geometry }: Feature,
  kind: Station['kind'],
  problems: ProblemList,
): void {
  const at = readPoint(geometry, fields.where, problems);
  const designFlowKgPerS = fields.optionalNumber('designFlowKgPerS', { min: 0, max: 20_000 });
  const station = {
    kind,
    name: fields.optionalText('name') ?? id,
    area: fields.optionalText('area') ?? '',
    elevationM: fields.optionalNumber('elevationM', ELEVATION_M),
    supplyNode: endOf(fields, 'supplyJunction'),
    returnNode: endOf(fields, 'returnJunction'),
    address: fields.optionalText('address'),
    designFlowTPerH: designFlowKgPerS === undefined ? undefined : designFlowKgPerS * 3.6,
    heatedAreaM2: fields.optionalNumber('heatedAreaM2', { min: 0, max: 1e9 }),
    households: fields.optionalNumber('households', { min: 0, max: 1e7 }),
  };
  if (at !== undefined) draft.stations.push({ id, at, ...station });
}

function addBase(draft: Draft, { id, fields, geometry }: Feature, kind: BaseKind, problems: ProblemList): void {
  const name = fields.optionalText('name');
  const type = isRecord(geometry) ? geometry['type'] : undefined;
  if (type === 'Point') {
    const at = readPoint(geometry, fields.where, problems);
    if (at !== undefined) draft.base.push({ id, kind, name, geometry: { type, coordinates: at } });
  } else if (type === 'LineString') {
    const coordinates = readLine(geometry, fields.where, problems);
    draft.base.push({ id, kind, name, geometry: { type, coordinates } });
  } else if (type === 'Polygon') {
    const rings = coordinatesOf(geometry, 'Polygon', fields.where, problems);
    const coordinates = (rings ?? []).map((ring) => readPath(ring, 4, fields.where, problems));
    draft.base.push({ id, kind, name, geometry: { type, coordinates } });
  } else addError(problems, 'IMP0016', fields.where, 'geometry', type);
}

/** The junction that is named; `''` where none is, so that the item is left out with a warning instead of refusing the file. */
function endOf(fields: FieldReader, field: string): string {
  return fields.optionalText(field) ?? '';
}

function readPoint(geometry: unknown, where: string, problems: ProblemList): LonLat | undefined {
  if (!isRecord(geometry) || geometry['type'] !== 'Point') {
    addError(problems, 'IMP0016', where, 'geometry (Point)', isRecord(geometry) ? geometry['type'] : geometry);
    return undefined;
  }
  return readLonLat(geometry['coordinates'], where, 'coordinates', problems);
}

function readLine(geometry: unknown, where: string, problems: ProblemList): readonly LonLat[] {
  return readPath(coordinatesOf(geometry, 'LineString', where, problems), 2, where, problems);
}

function coordinatesOf(
  geometry: unknown,
  type: string,
  where: string,
  problems: ProblemList,
): readonly unknown[] | undefined {
  if (isRecord(geometry) && geometry['type'] === type && Array.isArray(geometry['coordinates']))
    return geometry['coordinates'];
  addError(problems, 'IMP0016', where, `geometry (${type})`, isRecord(geometry) ? geometry['type'] : geometry);
  return undefined;
}

function readPath(raw: unknown, least: number, where: string, problems: ProblemList): readonly LonLat[] {
  if (raw === undefined) return [];
  const points: readonly unknown[] = Array.isArray(raw) ? raw : [];
  if (points.length < least) addError(problems, 'IMP0016', where, 'coordinates', raw);
  const path: LonLat[] = [];
  for (const point of points) {
    const at = readLonLat(point, where, 'coordinates', problems);
    if (at === undefined) break;
    path.push(at);
  }
  return path;
}

/** Length of a drawn line in metres. */
export function pathLengthM(path: readonly LonLat[]): number {
  let lengthM = 0;
  path.forEach((point, index) => {
    const before = path[index - 1];
    if (before !== undefined) lengthM += distanceM(before, point);
  });
  return lengthM;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
