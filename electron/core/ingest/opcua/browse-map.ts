import { NodeClass, Variant } from 'node-opcua';
import type { ClientSession, DataValue, NodeId } from 'node-opcua';
import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import { isMeasure, MEASURES } from '#shared/domain/telemetry/measures.ts';
import type { Measure } from '#shared/domain/telemetry/measures.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { isOurUnit } from '../conversion.ts';
import type { Conversion } from '../conversion.ts';
import { childrenOf, readAll } from './browse.ts';
import type { Children } from './browse.ts';
import { bulkMap } from './bulk-map.ts';
import type { MapFindings } from './map-findings.ts';
import { findFolders, readOrders, serverNames } from './map-names.ts';
import type { Stated } from './map-names.ts';
import type { MappedArray, MappedSignal, MappedStation, ServerMap } from './server-map.ts';

/** Most stations, and folders and objects on the way to them, of one server [eng]: ten times the largest network of LIMITS.md. */
const MOST_STATIONS = 20_000;
/** Most variables of all stations: what a driver's heap holds with room to spare [eng]. */
const MOST_VARIABLES = 300_000;
/** Most properties of all variables: an analog item has two to five. */
const MOST_PROPERTIES = 5 * MOST_VARIABLES;
const ANALOG = new Set(['EURange', 'EngineeringUnits']);

/**
 * Finds the stations and their measures by the browse names of the mapping. What it leaves out goes to `findings`.
 * @throws CodedError `OPC0003` no folder at the path, `OPC0006` nothing that the mapping knows, `OPC0014` too many nodes,
 *   `MAP0006` a unit in the mapping
 */
export async function browseMap(
  session: ClientSession,
  config: OpcuaDriverConfig,
  findings: MapFindings,
): Promise<ServerMap> {
  if (config.mode === 'bulk') return bulkMap(session, config, findings);
  const stations = await findStations(session, config, findings);
  const contents = await childrenOf(
    session,
    stations.map((station) => station.nodeId),
    { most: MOST_VARIABLES },
  );
  const signals: MappedSignal[] = [];
  const arrays: MappedArray[] = [];
  const names = serverNames(config);
  const scalars: { stationId: string; name: string; measure: Measure; nodeId: NodeId; conversion: Stated }[] = [];
  for (const [place, { id: stationId }] of stations.entries()) {
    for (const [name, child] of contents[place] as Children) {
      if (child.nodeClass !== NodeClass.Variable) continue;
      const mapped = names.get(name);
      if (mapped !== undefined) scalars.push({ stationId, name, nodeId: child.nodeId, ...mapped });
      else if (!isArrayNode(name, config)) findings.addUnmapped(name, `${stationId}.${name}`);
    }
  }
  const facts = await analogFacts(
    session,
    scalars.map((scalar) => scalar.nodeId),
  );
  const placeOf = new Map<string, number>();
  for (const [i, { stationId, name, measure, nodeId, conversion }] of scalars.entries()) {
    const { unit, low, high } = facts[i] as AnalogFacts;
    if (!conversion.isStated && unit !== undefined && !isOurUnit(unit, measure)) {
      findings.addUnit(measure, unit.slice(0, 20), `${stationId}.${measure}`);
      placeOf.set(`${stationId}.${measure}`, -1);
      continue;
    }
    const span = MEASURES[measure];
    const [from, to] = [ours(low, conversion) ?? span.low, ours(high, conversion) ?? span.high];
    placeOf.set(`${stationId}.${measure}`, signals.length);
    signals.push({
      stationId,
      measure,
      name,
      nodeId,
      factor: conversion.factor,
      offset: conversion.offset,
      ...(from < to ? { low: from, high: to } : { low: span.low, high: span.high }),
    });
  }
  if (config.mode === 'array') {
    const found = await findArrays(session, config, stations, contents);
    for (const { stationId, values, qualities, order } of found) {
      // A station that shows scalars shows all it has: an element without one is not an instrument.
      const hasScalars = scalars.some((scalar) => scalar.stationId === stationId);
      const slots = Int32Array.from(order, (name) => {
        const mapped = names.get(name);
        if (mapped === undefined) {
          findings.addUnmapped(name.slice(0, 60), `${stationId}.${values.toString()}[${name.slice(0, 60)}]`);
          return -1;
        }
        const place = placeOf.get(`${stationId}.${mapped.measure}`);
        if (place !== undefined || hasScalars) return place ?? -1;
        const { low, high } = MEASURES[mapped.measure];
        const { factor, offset } = mapped.conversion;
        return (
          signals.push({ stationId, measure: mapped.measure, name, nodeId: undefined, factor, offset, low, high }) - 1
        );
      });
      arrays.push({ values, qualities, slots });
    }
  }
  if (signals.length === 0 || (config.mode === 'array' && arrays.length === 0)) {
    throw new CodedError('OPC0006', { stations: stations.length, mode: config.mode });
  }
  return { signals, arrays, stations };
}

async function findStations(
  session: ClientSession,
  config: OpcuaDriverConfig,
  findings: MapFindings,
): Promise<readonly MappedStation[]> {
  const folders = await findFolders(session, config.stations.path);
  const pattern = new RegExp(config.stations.match);
  const stations = new Map<string, MappedStation>();
  for (const children of await childrenOf(session, folders, { most: MOST_STATIONS })) {
    for (const [browseName, child] of children) {
      if (child.nodeClass !== NodeClass.Object) continue;
      if (!pattern.test(browseName)) {
        findings.unmatched.push(browseName);
        continue;
      }
      const id = browseName.replace(pattern, config.stations.id);
      if (stations.has(id)) findings.twice.push({ stationId: id, browseName });
      else stations.set(id, { id, browseName, nodeId: child.nodeId });
    }
  }
  return [...stations.values()];
}

function isArrayNode(name: string, { array }: OpcuaDriverConfig): boolean {
  return name === array.values || name === array.qualities || name === 'Qualities' || isMeasure(name);
}

async function findArrays(
  session: ClientSession,
  { array }: OpcuaDriverConfig,
  stations: readonly MappedStation[],
  contents: readonly Children[],
) {
  const found = stations.flatMap(({ id: stationId }, place) => {
    const values = contents[place]?.get(array.values)?.nodeId;
    const qualities = array.qualities === undefined ? undefined : contents[place]?.get(array.qualities)?.nodeId;
    return values === undefined ? [] : [{ stationId, values, qualities }];
  });
  const orders = await readOrders(
    session,
    found.map(({ values }) => ({ values, order: array.order })),
  );
  return found.flatMap((item, i) => {
    const order = orders[i];
    return order === undefined ? [] : [{ ...item, order }];
  });
}

interface AnalogFacts {
  readonly unit: string | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** EURange and EngineeringUnits of analog items; a node without them has none. */
async function analogFacts(session: ClientSession, nodeIds: readonly NodeId[]): Promise<readonly AnalogFacts[]> {
  const properties = await childrenOf(session, nodeIds, { most: MOST_PROPERTIES, names: ANALOG });
  const ranges = await readAll(
    session,
    properties.map((children) => children.get('EURange')?.nodeId),
  );
  const units = await readAll(
    session,
    properties.map((children) => children.get('EngineeringUnits')?.nodeId),
  );
  return nodeIds.map((_, i) => {
    const range = recordOf(ranges[i]);
    const name = recordOf(units[i])?.['displayName'] as { text?: unknown } | null | undefined;
    return {
      unit: typeof name?.text === 'string' ? name.text : undefined,
      low: finite(range?.['low']),
      high: finite(range?.['high']),
    };
  });
}

function recordOf(read: DataValue | undefined): Readonly<Record<string, unknown>> | undefined {
  const value: unknown = read?.value instanceof Variant ? read.value.value : undefined;
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

const finite = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

const ours = (value: number | undefined, { factor, offset }: Conversion): number | undefined =>
  value === undefined ? undefined : value * factor + offset;
