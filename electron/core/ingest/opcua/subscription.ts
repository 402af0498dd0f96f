import { AttributeIds, DataChangeFilter, DataChangeTrigger, DeadbandType, TimestampsToReturn } from 'node-opcua';
import type { ClientSession, ClientSubscription, NotificationMessage } from 'node-opcua';
import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Ring } from '../../telemetry/ring.ts';
import type { ServerMap } from './server-map.ts';
import { ItemSink, itemsOf } from './item-sink.ts';
import { watchSilence } from './silence.ts';
import { numberChangesOf, readNumbersOurselves } from './notification-decoder.ts';

export interface SubscribeOptions {
  readonly session: ClientSession;
  readonly config: OpcuaDriverConfig;
  readonly map: ServerMap;
  /** Ring index of each signal of the map. */
  readonly indexes: Uint32Array;
  readonly ring: Ring;
  readonly clock: Clock;
  readonly onTrouble: (error: CodedError) => void;
  readonly onEnded: (error: CodedError) => void;
  /** False: the server samples and keeps alive, but sends no values until {@link Subscription.publish}. */
  readonly isPublishing: boolean;
  /** Period of the server's signs of life. */
  readonly keepAliveMs: number;
  /** Silence after which the subscription is taken for dead. */
  readonly silenceMs: () => number;
}

export interface Subscription {
  /** Lets the values come, or not. Throws when the server does not do it. */
  publish(isPublishing: boolean): Promise<void>;
  readonly stop: () => void;
}

/** Items in one CreateMonitoredItems call: larger ones are quicker, but small servers limit them (LIMITS.md). */
const ITEMS_A_CALL = 1_000;
const LIFETIME_MS = 30_000;

/** Monitors the mapped nodes and pushes what the server reports into the ring, until the session ends. */
export async function subscribe(options: SubscribeOptions): Promise<Subscription> {
  const { session, config, clock, keepAliveMs, isPublishing } = options;
  const { publishingMs } = config;
  readNumbersOurselves();
  const keepAlives = Math.max(1, Math.ceil(keepAliveMs / publishingMs));
  const subscription = await session.createSubscription2({
    requestedPublishingInterval: publishingMs,
    requestedMaxKeepAliveCount: keepAlives,
    requestedLifetimeCount: Math.max(3 * keepAlives, Math.ceil(LIFETIME_MS / publishingMs)),
    maxNotificationsPerPublish: 0,
    publishingEnabled: isPublishing,
    priority: 10,
  });
  let isReady = false;
  let heardAt = clock.monotonic();
  const hear = () => {
    heardAt = clock.monotonic();
  };
  const end = (problem: string) => options.onEnded(new CodedError('OPC0004', { problem }));
  subscription.on('keepalive', hear);
  const sink = new ItemSink(options);
  subscription.on('received_notifications', ({ notificationData }: NotificationMessage) => {
    hear();
    for (const notification of notificationData ?? []) {
      const changes = notification === null ? undefined : numberChangesOf(notification);
      if (changes !== undefined) sink.take(changes);
    }
  });
  subscription.on('terminated', () => end('the server ended the subscription'));
  subscription.on('internal_error', (error: Error) => end(error.message));
  const stopWatching = watchSilence(clock, keepAliveMs / 2, (deafMs) => {
    // A server that makes ten thousand items has no time for signs of life; the attempt has a limit of its own.
    heardAt = isReady ? heardAt + deafMs : clock.monotonic();
    if (clock.monotonic() - heardAt > options.silenceMs() + publishingMs) end('the subscription fell silent');
  });
  try {
    await monitor(subscription, options, sink);
    isReady = true;
  } catch (error) {
    stopWatching();
    throw error;
  }
  return {
    async publish(is) {
      const status = await subscription.setPublishingMode(is);
      if (status.isNotGood()) throw new Error(status.name);
    },
    stop: stopWatching,
  };
}

async function monitor(subscription: ClientSubscription, options: SubscribeOptions, sink: ItemSink): Promise<void> {
  const { config } = options;
  const items = itemsOf(options.map, options.indexes, options.ring);
  const parameters = {
    samplingInterval: config.samplingMs,
    discardOldest: true,
    // Rate x interval, twice: a queue of one loses what comes between two publishings (LIMITS.md).
    queueSize: Math.max(2, 2 * Math.ceil(config.publishingMs / config.samplingMs)),
    // With the time stamp, so that a value that stays the same still shows that it is alive.
    filter: new DataChangeFilter({
      trigger: DataChangeTrigger.StatusValueTimestamp,
      deadbandType: DeadbandType.None,
      deadbandValue: 0,
    }),
  };
  let refused = 0;
  for (let from = 0; from < items.length; from += ITEMS_A_CALL) {
    const part = items.slice(from, from + ITEMS_A_CALL);
    const group = await subscription.monitorItems(
      part.map(({ nodeId }) => ({ nodeId, attributeId: AttributeIds.Value })),
      parameters,
      TimestampsToReturn.Both,
    );
    group.on('changed', (_item, read, place) => {
      const item = part[place];
      if (item !== undefined) sink.takeOther(item, read);
    });
    for (const [place, item] of part.entries()) {
      const monitored = group.monitoredItems[place];
      if (monitored !== undefined) sink.place(monitored.monitoringParameters.clientHandle, item);
    }
    refused += group.monitoredItems.filter((item) => item.statusCode.isNotGood()).length;
  }
  sink.open();
  if (refused === items.length) throw new CodedError('OPC0006', { refused });
  if (refused > 0) options.onTrouble(new CodedError('OPC0006', { refused, items: items.length }));
}
