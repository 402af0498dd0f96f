/**
 * `node load-server.ts PLAN(JSON)`: an OPC UA server without security whose tree is real (node-opcua) and whose data changes are written
 * once and sent as bytes, so that it never is what limits a benchmark. Says `{t: 'ready', port}`; on `{t: 'go', rounds}` it starts to
 * publish (`rounds` notifications at the pace of the plan, or without end), and says `{t: 'done', points}` after the last.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BinaryStream,
  CreateMonitoredItemsRequest,
  CreateMonitoredItemsResponse,
  CreateSubscriptionRequest,
  CreateSubscriptionResponse,
  DataType,
  DeleteSubscriptionsResponse,
  MessageSecurityMode,
  MonitoredItemCreateResult,
  OPCUACertificateManager,
  OPCUAServer,
  SecurityPolicy,
  SetPublishingModeResponse,
  StatusCodes,
  VariantArrayType,
} from 'node-opcua';
import { freePort } from '#tests/support/free-port.ts';
import { baseOf, measureOfPoint, stationOfPoint, type LoadPlan } from './load-plan.ts';
import { startTap, type ClientMessage, type Tapped } from './opcua-tap.ts';
import { publishMessage } from './publish-message.ts';

const CREATE_SUBSCRIPTION = 787;
const CREATE_ITEMS = 751;
const PUBLISH = 826;
const SET_PUBLISHING = 799;
const DELETE_SUBSCRIPTIONS = 847;
const SUBSCRIPTION_ID = 1;
const SWING = 0.001;

const plan = JSON.parse(process.argv[2] ?? '{}') as LoadPlan;
const message = publishMessage(SUBSCRIPTION_ID, plan.items, plan.length, baseOf);
/** Publish requests that wait for their answer, oldest first. */
const requests: { readonly requestId: number; readonly requestHandle: number }[] = [];
/** When the notifications were due that are not sent yet, UTC ms. */
const due: number[] = [];
let client: Tapped | undefined;
let itemsCreated = 0;
let sequence = 0;
let roundsLeft = 0;
let roundsAsked = 0;
let isBlocked = false;

async function main(): Promise<void> {
  const upstream = await startRealServer();
  const types = new Set([CREATE_SUBSCRIPTION, CREATE_ITEMS, PUBLISH, SET_PUBLISHING, DELETE_SUBSCRIPTIONS]);
  const port = await startTap(upstream, types, take);
  process.on('message', (said: { readonly t: string; readonly rounds?: number }) => {
    if (said.t === 'go') go(said.rounds ?? Infinity);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ t: 'ready', port });
}

function go(rounds: number): void {
  roundsLeft = roundsAsked = rounds;
  if (plan.hz === undefined) {
    answer();
    return;
  }
  let dueRounds = 0;
  const startedAt = performance.now();
  const timer = setInterval(
    () => {
      const now = Math.floor(((performance.now() - startedAt) * (plan.hz as number)) / 1_000);
      for (; dueRounds < Math.min(now, rounds); dueRounds += 1) due.push(Date.now());
      answer();
      if (dueRounds >= rounds && due.length === 0) clearInterval(timer);
    },
    Math.min(10, 500 / plan.hz),
  );
}

/** Answers as many publish requests as there is something to tell. */
function answer(): void {
  while (client?.isOpen === true && itemsCreated >= plan.items && !isBlocked && roundsLeft > 0) {
    const at = plan.hz === undefined ? Date.now() : due[0];
    const request = requests[0];
    if (at === undefined || request === undefined) return;
    requests.shift();
    due.shift();
    sequence += 1;
    roundsLeft -= 1;
    const body = message.fill({ ...request, sequence }, (sequence % 7) * SWING, at);
    if (!client.send(request.requestId, body)) {
      isBlocked = true;
      client.onDrain(() => {
        isBlocked = false;
        answer();
      });
    }
    if (roundsLeft === 0) process.send?.({ t: 'done', points: roundsAsked * message.points });
  }
}

function take({ type, requestId, body }: ClientMessage, from: Tapped): void {
  const requestHandle = requestHandleOf(body);
  switch (type) {
    case PUBLISH:
      requests.push({ requestId, requestHandle });
      answer();
      return;
    case CREATE_SUBSCRIPTION: {
      const request = new CreateSubscriptionRequest();
      request.decode(new BinaryStream(body));
      client = from;
      itemsCreated = 0;
      requests.length = 0;
      reply(
        from,
        requestId,
        790,
        new CreateSubscriptionResponse({
          responseHeader: { requestHandle },
          subscriptionId: SUBSCRIPTION_ID,
          revisedPublishingInterval: request.requestedPublishingInterval,
          revisedLifetimeCount: request.requestedLifetimeCount,
          revisedMaxKeepAliveCount: request.requestedMaxKeepAliveCount,
        }),
      );
      return;
    }
    case CREATE_ITEMS: {
      const request = new CreateMonitoredItemsRequest();
      request.decode(new BinaryStream(body));
      const items = request.itemsToCreate ?? [];
      const results = items.map(
        (_, i) =>
          new MonitoredItemCreateResult({
            statusCode: StatusCodes.Good,
            monitoredItemId: itemsCreated + i + 1,
            revisedQueueSize: 10,
          }),
      );
      itemsCreated += items.length;
      reply(from, requestId, 754, new CreateMonitoredItemsResponse({ responseHeader: { requestHandle }, results }));
      answer();
      return;
    }
    case SET_PUBLISHING:
      reply(
        from,
        requestId,
        802,
        new SetPublishingModeResponse({
          responseHeader: { requestHandle },
          results: [StatusCodes.Good],
        }),
      );
      return;
    default:
      reply(
        from,
        requestId,
        850,
        new DeleteSubscriptionsResponse({
          responseHeader: { requestHandle },
          results: [StatusCodes.Good],
        }),
      );
  }
}

/** In a request header behind the authentication token and the time. */
function requestHandleOf(body: Buffer): number {
  const tokenBytes = { 0: 2, 1: 4, 2: 7, 4: 19 }[body[0] as number];
  const named = tokenBytes ?? 3 + 4 + Math.max(0, body.readInt32LE(3));
  return body.readUInt32LE(named + 8);
}

function reply(to: Tapped, requestId: number, type: number, response: { encode(stream: BinaryStream): void }): void {
  const stream = new BinaryStream(Buffer.alloc(4_096 + 64 * plan.items));
  response.encode(stream);
  const head = Buffer.from([1, 0, type & 0xff, type >> 8]);
  to.send(requestId, Buffer.concat([head, stream.buffer.subarray(0, stream.length)]));
}

async function startRealServer(): Promise<number> {
  const port = await freePort();
  const serverCertificateManager = new OPCUACertificateManager({
    rootFolder: mkdtempSync(join(tmpdir(), 'heatline-load-')),
    automaticallyAcceptUnknownCertificate: true,
    disableFileWatchers: true,
  });
  await serverCertificateManager.initialize();
  const server = new OPCUAServer({
    port,
    hostname: '127.0.0.1',
    resourcePath: '/load',
    serverCertificateManager,
    securityModes: [MessageSecurityMode.None],
    securityPolicies: [SecurityPolicy.None],
    allowAnonymous: true,
  });
  await server.initialize();
  const addressSpace = server.engine.addressSpace;
  if (addressSpace === null) throw new Error('no address space');
  const namespace = addressSpace.getOwnNamespace();
  const plant = namespace.addFolder(addressSpace.rootFolder.objects, { browseName: 'Plant' });
  let station = plant;
  for (let item = 0; item < plan.items; item += 1) {
    if (plan.length === 0) {
      const id = stationOfPoint(plan, item);
      if (station.browseName.name !== id) station = namespace.addFolder(plant, { browseName: id });
      namespace.addVariable({
        componentOf: station,
        browseName: measureOfPoint(item),
        nodeId: `s=item${String(item)}`,
        dataType: DataType.Double,
        value: { dataType: DataType.Double, value: baseOf(item) },
      });
      continue;
    }
    const array = namespace.addVariable({
      componentOf: plant,
      browseName: `Bulk${String(item)}`,
      nodeId: `s=item${String(item)}`,
      dataType: DataType.Double,
      valueRank: 1,
      value: { dataType: DataType.Double, arrayType: VariantArrayType.Array, value: new Float64Array(plan.length) },
    });
    const points = Array.from({ length: plan.length }, (_, i) => item * plan.length + i);
    namespace.addVariable({
      propertyOf: array,
      browseName: 'Order',
      dataType: DataType.String,
      valueRank: 1,
      value: {
        dataType: DataType.String,
        arrayType: VariantArrayType.Array,
        value: points.map((point) => `${stationOfPoint(plan, point)}.${measureOfPoint(point)}`),
      },
    });
  }
  await server.start();
  return port;
}

await main();
