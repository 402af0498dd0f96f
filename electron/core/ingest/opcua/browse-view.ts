import { AttributeIds, BrowseDirection, coerceNodeId, DataType, NodeClass, ObjectIds, resolveNodeId } from 'node-opcua';
import type { ClientSession, DataValue, NodeId, ReferenceDescription } from 'node-opcua';
import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { childrenOf, HIERARCHICAL, readAll } from './browse.ts';
import { openSession } from './session.ts';
import type { ToolSurroundings } from './test-driver.ts';
import type { BrowsedNode, BrowseReply } from './tools.ts';

const MOST_NODES = 2_000;
const LONGEST_NAME = 200;
const LONGEST_VALUE = 80;
const SHOWN_ELEMENTS = 8;
const CLASSES = new Map<NodeClass, BrowsedNode['nodeClass']>([
  [NodeClass.Object, 'object'],
  [NodeClass.Variable, 'variable'],
  [NodeClass.Method, 'method'],
  [NodeClass.View, 'view'],
  [NodeClass.ObjectType, 'type'],
  [NodeClass.VariableType, 'type'],
  [NodeClass.DataType, 'type'],
  [NodeClass.ReferenceType, 'type'],
]);

/**
 * The children of a node (of Objects, where none is named) as a browse view shows them.
 * @throws CodedError as `openSession`, and `OPC0003` when there is no such node
 */
export async function browseView(
  config: OpcuaDriverConfig,
  nodeId: string | undefined,
  around: ToolSurroundings,
): Promise<BrowseReply> {
  const opened = await openSession({ config, url: config.endpoint, ...around, onLost: () => undefined });
  try {
    return await viewOf(opened.session, parentOf(nodeId));
  } finally {
    await opened.close().catch(() => undefined);
  }
}

function parentOf(nodeId: string | undefined): NodeId {
  if (nodeId === undefined) return resolveNodeId(ObjectIds.ObjectsFolder);
  try {
    return coerceNodeId(nodeId);
  } catch {
    throw new CodedError('OPC0003', { node: nodeId.slice(0, LONGEST_NAME) });
  }
}

async function viewOf(session: ClientSession, parent: NodeId): Promise<BrowseReply> {
  session.requestedMaxReferencesPerNode = MOST_NODES;
  const result = await session.browse({
    nodeId: parent,
    referenceTypeId: HIERARCHICAL,
    includeSubtypes: true,
    browseDirection: BrowseDirection.Forward,
    resultMask: 0x3f,
  });
  if (result.statusCode.isNotGood()) {
    throw new CodedError('OPC0003', { node: parent.toString().slice(0, LONGEST_NAME), status: result.statusCode.name });
  }
  const hasMore = result.continuationPoint?.length > 0;
  if (hasMore) await session.browseNext([result.continuationPoint], true).catch(() => undefined);
  const references = (result.references ?? []).slice(0, MOST_NODES);
  const nodeIds = references.map((reference) => reference.nodeId);
  const variables = references.map(({ nodeId, nodeClass }) => (nodeClass === NodeClass.Variable ? nodeId : undefined));
  const values = await readAll(session, variables);
  const types = await readAll(session, variables, AttributeIds.DataType);
  const children = await childrenOf(session, nodeIds, { most: 100 * MOST_NODES });
  const units = await readAll(
    session,
    children.map((named) => named.get('EngineeringUnits')?.nodeId),
  );
  return {
    nodes: references.map((reference, i) => ({
      ...nameOf(reference),
      ...valueOf(values[i], types[i]),
      unit: unitOf(units[i]),
      hasChildren: (children[i]?.size ?? 0) > 0,
    })),
    isTruncated: hasMore || (result.references?.length ?? 0) > MOST_NODES,
  };
}

function nameOf({ nodeId, browseName, displayName, nodeClass }: ReferenceDescription) {
  return {
    nodeId: nodeId.toString(),
    browseName: (browseName.name ?? '').slice(0, LONGEST_NAME),
    displayName: (displayName.text ?? browseName.name ?? '').slice(0, LONGEST_NAME),
    nodeClass: CLASSES.get(nodeClass ?? NodeClass.Unspecified) ?? 'other',
  };
}

function valueOf(read: DataValue | undefined, type: DataValue | undefined) {
  const raw: unknown = read?.value?.value;
  const length = isList(raw) ? `[${raw.length}]` : '';
  const typeId = type?.value?.value as NodeId | null | undefined;
  const typeName =
    typeId === undefined || typeId === null
      ? undefined
      : ((typeId.namespace === 0 && typeof typeId.value === 'number' ? DataType[typeId.value] : undefined) ??
        typeId.toString());
  return {
    dataType: typeName === undefined ? undefined : `${typeName}${length}`,
    value: read === undefined || raw === undefined || raw === null ? undefined : words(raw),
    status: read?.statusCode.name,
    sourceAt: read?.sourceTimestamp?.getTime(),
  };
}

function unitOf(read: DataValue | undefined): string | undefined {
  const name = (read?.value?.value as { displayName?: { text?: unknown } } | null | undefined)?.displayName?.text;
  return typeof name === 'string' ? name.slice(0, LONGEST_VALUE) : undefined;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** A value in at most {@link LONGEST_VALUE} characters. */
function words(value: unknown): string {
  const text = isList(value) ? listWords(value) : wordOf(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}

function listWords(list: ArrayLike<unknown>): string {
  const shown = Array.from({ length: Math.min(list.length, SHOWN_ELEMENTS) }, (_, i) => wordOf(list[i]));
  return `[${shown.join(', ')}${list.length > SHOWN_ELEMENTS ? ', …' : ''}]`;
}

function wordOf(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, LONGEST_VALUE);
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (typeof value !== 'object' || value === null) return '';
  const text = 'text' in value ? value.text : 'name' in value ? value.name : undefined;
  return typeof text === 'string' ? text.slice(0, LONGEST_VALUE) : value.constructor.name;
}
