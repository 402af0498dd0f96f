/**
 * `node bare-opcua-client.ts PORT ITEMS LENGTH SECONDS`: a node-opcua client that monitors the items of a load server and only counts the values it
 * is given. Says `{t: 'ready'}` when they come, and `{t: 'measured', points, cpuS}` once told to measure.
 */
import { AttributeIds, DataChangeNotification, OPCUAClient, TimestampsToReturn } from 'node-opcua';
import { measureCpu } from './measure-cpu.ts';

const [port, items, length, seconds] = process.argv.slice(2).map(Number) as [number, number, number, number];
let points = 0;

const client = OPCUAClient.create({ endpointMustExist: false });
await client.connect(`opc.tcp://127.0.0.1:${String(port)}/load`);
const session = await client.createSession();
const subscription = await session.createSubscription2({
  requestedPublishingInterval: 100,
  requestedLifetimeCount: 1_000,
  requestedMaxKeepAliveCount: 20,
  maxNotificationsPerPublish: 0,
  publishingEnabled: true,
  priority: 10,
});
subscription.on('received_notifications', ({ notificationData }) => {
  for (const notification of notificationData ?? []) {
    if (!(notification instanceof DataChangeNotification)) continue;
    for (const { value } of notification.monitoredItems ?? []) {
      const content: unknown = value.value.value;
      points += ArrayBuffer.isView(content) ? content.byteLength / 8 : 1;
    }
  }
});
for (let from = 0; from < items; from += 1_000) {
  await subscription.monitorItems(
    Array.from({ length: Math.min(1_000, items - from) }, (_, i) => ({
      nodeId: `ns=1;s=item${String(from + i)}`,
      attributeId: AttributeIds.Value,
    })),
    { samplingInterval: 100, queueSize: 10, discardOldest: true },
    TimestampsToReturn.Both,
  );
}
process.send?.({ t: 'ready' });
await measureCpu(seconds, () => points);
void length;
