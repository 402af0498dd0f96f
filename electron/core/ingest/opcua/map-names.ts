import { NodeClass, ObjectIds, resolveNodeId } from 'node-opcua';
import type { ClientSession, NodeId } from 'node-opcua';
import type { ConversionConfig } from '#shared/contract/driver-fields.ts';
import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import { MEASURE_NAMES } from '#shared/domain/telemetry/measures.ts';
import type { Measure } from '#shared/domain/telemetry/measures.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { conversionOf } from '../conversion.ts';
import type { Conversion } from '../conversion.ts';
import { childrenOf, readAll } from './browse.ts';

/** Most folders and objects on the way down [eng]. */
const MOST_FOLDERS = 20_000;

/** A conversion, and whether the drivers file states it. */
export type Stated = Conversion & { readonly isStated: boolean };

/** Name on the server -> our measure. Throws `MAP0006` for a unit in the mapping that cannot be converted. */
export function serverNames(config: OpcuaDriverConfig) {
  const names = new Map<string, { readonly measure: Measure; readonly conversion: Stated }>();
  for (const measure of MEASURE_NAMES) {
    const stated = config.measures[measure];
    const item: ConversionConfig & { readonly name: string } =
      typeof stated === 'object' ? stated : { name: stated ?? measure };
    const isStated = item.unit !== undefined || item.factor !== undefined || item.offset !== undefined;
    names.set(item.name, { measure, conversion: { ...conversionOf(item, measure, `measures.${measure}`), isStated } });
  }
  return names;
}

/** The folders at a path of browse names below Objects. Throws `OPC0003` where there is none, `OPC0014` for too many on the way. */
export async function findFolders(session: ClientSession, path: readonly string[]): Promise<readonly NodeId[]> {
  let folders = [resolveNodeId(ObjectIds.ObjectsFolder)];
  for (const part of path) {
    const levels = await childrenOf(session, folders, { most: MOST_FOLDERS });
    folders = levels.flatMap((children) =>
      [...children].flatMap(([name, child]) =>
        child.nodeClass === NodeClass.Object && (part === '*' || part === name) ? [child.nodeId] : [],
      ),
    );
    if (folders.length === 0) throw new CodedError('OPC0003', { path: path.join('/'), missing: part });
  }
  return folders;
}

interface ArrayNode {
  readonly values: NodeId;
  /** Browse name of the property that tells the order, or the order itself. */
  readonly order: string | readonly string[];
}

/** The names of the elements of each array; undefined where its server does not tell them. */
export async function readOrders(
  session: ClientSession,
  arrays: readonly ArrayNode[],
): Promise<readonly (readonly string[] | undefined)[]> {
  const names = new Set(arrays.flatMap(({ order }) => (typeof order === 'string' ? [order] : [])));
  if (names.size === 0) return arrays.map(({ order }) => order as readonly string[]);
  const properties = await childrenOf(
    session,
    arrays.map(({ values }) => values),
    // A property or two of each: other children of a foreign array are not kept.
    { most: 100 * arrays.length, names },
  );
  const nodes = arrays.map(({ order }, i) =>
    typeof order === 'string' ? properties[i]?.get(order)?.nodeId : undefined,
  );
  const read = await readAll(session, nodes);
  return arrays.map(({ order }, i) => {
    if (typeof order !== 'string') return order;
    const told: unknown = read[i]?.value.value;
    return Array.isArray(told) && told.every((name) => typeof name === 'string') ? told : undefined;
  });
}
