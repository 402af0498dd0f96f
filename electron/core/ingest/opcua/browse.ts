import { AttributeIds, BrowseDirection, NodeClass, ReferenceTypeIds, resolveNodeId } from 'node-opcua';
import type { BrowseResult, ClientSession, DataValue, NodeId, ReferenceDescription } from 'node-opcua';
import { CodedError } from '#shared/lib/coded-error.ts';

/** What the console keeps of a reference to a child. */
export interface ChildNode {
  readonly nodeId: NodeId;
  readonly nodeClass: NodeClass;
}

/** Children by browse name; of two with one name the last counts. */
export type Children = ReadonlyMap<string, ChildNode>;

export interface ChildrenOptions {
  /** More children than this in all are refused: OPC0014. */
  readonly most: number;
  /** Keep only these browse names. */
  readonly names?: ReadonlySet<string>;
}

/** Nodes in one service call: within the operation limits of small servers. */
const NODES_A_CALL = 250;
/** Calls under way at a time: while one answer is taken apart the server works on the next. */
const CALLS_AT_ONCE = 3;
/** References asked for in one answer for one node; the rest comes by continuation points. */
const REFERENCES_A_NODE = 5_000;
/** A node with a longer browse name is passed over: names become ids and words on screen. */
const LONGEST_NAME = 200;
/** Every reference that leads down the tree, properties too. */
export const HIERARCHICAL = resolveNodeId(ReferenceTypeIds.HierarchicalReferences);

/**
 * Hierarchical children (properties too) of each node.
 * @throws CodedError `OPC0014` when there are more than `most`
 */
export async function childrenOf(
  session: ClientSession,
  nodeIds: readonly NodeId[],
  options: ChildrenOptions,
): Promise<readonly Children[]> {
  const all = nodeIds.map(() => new Map<string, ChildNode>());
  let seen = 0;
  await inParts(nodeIds, async (part, from) => {
    session.requestedMaxReferencesPerNode = REFERENCES_A_NODE;
    const results = await session.browse(part.map((nodeId) => ({ nodeId, ...CHILDREN })));
    let open: { readonly place: number; readonly result: BrowseResult }[] = [];
    const take = (place: number, result: BrowseResult) => {
      seen += result.references?.length ?? 0;
      keep(all[place] as Map<string, ChildNode>, result.references ?? [], options.names);
      if (result.continuationPoint?.length > 0) open.push({ place, result });
    };
    for (const [i, result] of results.entries()) take(from + i, result);
    while (open.length > 0 || seen > options.most) {
      const points = open.map(({ result }) => result.continuationPoint);
      if (seen > options.most) {
        if (points.length > 0) await session.browseNext(points, true).catch(() => undefined);
        throw new CodedError('OPC0014', { nodes: seen, isMore: points.length > 0, most: options.most });
      }
      const places = open.map(({ place }) => place);
      open = [];
      const next = await session.browseNext(points, false);
      for (const [i, result] of next.entries()) take(places[i] as number, result);
    }
  });
  return all;
}

/** The values of an attribute of the nodes; undefined where there is no node. */
export async function readAll(
  session: ClientSession,
  nodeIds: readonly (NodeId | undefined)[],
  attributeId: AttributeIds = AttributeIds.Value,
): Promise<readonly (DataValue | undefined)[]> {
  const results: (DataValue | undefined)[] = nodeIds.map(() => undefined);
  const wanted = nodeIds.flatMap((nodeId, place) => (nodeId === undefined ? [] : [{ nodeId, place }]));
  await inParts(wanted, async (part) => {
    const values = await session.read(part.map(({ nodeId }) => ({ nodeId, attributeId })));
    for (const [i, { place }] of part.entries()) results[place] = values[i];
  });
  return results;
}

const CHILDREN = {
  referenceTypeId: HIERARCHICAL,
  includeSubtypes: true,
  browseDirection: BrowseDirection.Forward,
  // Node class and browse name; the rest is not asked for.
  resultMask: 0x0c,
} as const;

function keep(
  children: Map<string, ChildNode>,
  references: readonly ReferenceDescription[],
  names: ReadonlySet<string> | undefined,
): void {
  for (const { browseName, nodeId, nodeClass } of references) {
    const name = browseName.name ?? '';
    if (name.length > LONGEST_NAME) continue;
    if (names === undefined || names.has(name))
      children.set(name, { nodeId, nodeClass: nodeClass ?? NodeClass.Unspecified });
  }
}

/** Runs `job` over the items in parts of a call, a few at a time. The first failure ends it. */
async function inParts<Item>(
  items: readonly Item[],
  job: (part: readonly Item[], from: number) => Promise<void>,
): Promise<void> {
  let from = 0;
  let isOver = false;
  const work = async () => {
    while (from < items.length && !isOver) {
      const start = from;
      from += NODES_A_CALL;
      await job(items.slice(start, start + NODES_A_CALL), start);
    }
  };
  try {
    await Promise.all(Array.from({ length: CALLS_AT_ONCE }, work));
  } finally {
    isOver = true;
  }
}
