import { NodeClass } from 'node-opcua';
import type { ClientSession, NodeId } from 'node-opcua';
import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import { MEASURES } from '#shared/domain/telemetry/measures.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { childrenOf } from './browse.ts';
import type { MappedArray, MappedSignal, MappedStation, ServerMap } from './server-map.ts';
import type { MapFindings } from './map-findings.ts';
import { findFolders, readOrders, serverNames } from './map-names.ts';

/** Most children of the folders that hold the arrays, and most elements of all arrays together [eng]. */
const MOST_CHILDREN = 20_000;
const MOST_ELEMENTS = 2_000_000;

/**
 * Maps arrays that carry the signals of many stations (mode `bulk`). An element is named `STATION.NAME` after the server; station and
 * name become ours as everywhere (`stations.match`, `stations.id`, `measures`). What it leaves out goes to `findings`.
 * @throws CodedError `OPC0003` no folder at the path, `OPC0006` nothing that the mapping knows, `OPC0014` too many nodes or elements,
 *   `MAP0006` a unit in the mapping
 */
export async function bulkMap(
  session: ClientSession,
  config: OpcuaDriverConfig,
  findings: MapFindings,
): Promise<ServerMap> {
  const names = serverNames(config);
  const folders = await findFolders(session, config.stations.path);
  const contents = await childrenOf(session, folders, { most: MOST_CHILDREN });
  const found = contents.flatMap((children) => {
    const nodeOf = (name: string | undefined): NodeId | undefined => {
      const child = name === undefined ? undefined : children.get(name);
      return child?.nodeClass === NodeClass.Variable ? child.nodeId : undefined;
    };
    return (config.bulk ?? [config.array]).flatMap(({ values: name, order, qualities }) => {
      const values = nodeOf(name);
      return values === undefined ? [] : [{ name, values, order, qualities: nodeOf(qualities) }];
    });
  });
  const orders = await readOrders(session, found);
  const elements = orders.reduce((sum, order) => sum + (order?.length ?? 0), 0);
  if (elements > MOST_ELEMENTS) throw new CodedError('OPC0014', { nodes: elements, most: MOST_ELEMENTS });

  const pattern = new RegExp(config.stations.match);
  const signals: MappedSignal[] = [];
  const arrays: MappedArray[] = [];
  const stations = new Map<string, MappedStation>();
  const seen = new Set<string>();
  /** Place of an element among the signals; -1 for one that is not ours. */
  const slotOf = (element: string, arrayName: string, nodeId: NodeId): number => {
    const dot = element.lastIndexOf('.');
    const [browseName, name] = [element.slice(0, Math.max(0, dot)), element.slice(dot + 1)];
    const mapped = names.get(name);
    const stationId = browseName.replace(pattern, config.stations.id);
    const id = `${stationId}.${name}`;
    if (mapped === undefined || !pattern.test(browseName) || seen.has(id)) {
      findings.addUnmapped(name.slice(0, 60), `${arrayName}[${element.slice(0, 60)}]`);
      return -1;
    }
    seen.add(id);
    if (!stations.has(stationId)) stations.set(stationId, { id: stationId, browseName, nodeId });
    const { measure, conversion } = mapped;
    const { factor, offset } = conversion;
    const { low, high } = MEASURES[measure];
    return signals.push({ stationId, measure, name, nodeId: undefined, factor, offset, low, high }) - 1;
  };
  for (const [i, { name, values, qualities }] of found.entries()) {
    const order = orders[i];
    if (order === undefined) findings.addUnmapped(name, name);
    else arrays.push({ values, qualities, slots: Int32Array.from(order, (element) => slotOf(element, name, values)) });
  }
  if (signals.length === 0) throw new CodedError('OPC0006', { arrays: found.length, mode: config.mode });
  return { signals, arrays, stations: [...stations.values()] };
}
