import { shallowRef, watch, watchEffect } from 'vue';
import { ensureNetwork, useSignalWatch } from '../../commands/queries.ts';
import { readSparklines } from '../../commands/sparklines.ts';
import { useConsole } from '../../stores/console.store.ts';
import { SPARK_POINTS, SPARK_STEP_MS } from './scene/spark-columns.ts';
import type { SparksMessage } from './scene/messages.ts';
import type { Wall } from './use-wall.ts';

const WATCH_HZ = 4;
const MINUTE_MS = 60_000;

/**
 * Asks the core for what the wall shows: the network, the live values of its stations and, while there are cells with room for a sparkline,
 * the last half hour of each; that again after each loss of the connection. Without it a sparkline begins with the live values.
 */
export function useWallFeed(wall: Wall) {
  const consoleStore = useConsole();
  const hasCards = shallowRef(false);
  const sparks = shallowRef<SparksMessage>();
  ensureNetwork();
  const setWatch = useSignalWatch(WATCH_HZ);
  watchEffect(() => {
    const { main, second } = wall.signals.value;
    setWatch([...main, ...second].filter((index) => index >= 0));
  });

  const wanted = (): string | undefined =>
    consoleStore.isConnected && hasCards.value ? wall.signals.value.mainIds.join() : undefined;
  watch(wanted, async (key) => {
    const ids = wall.signals.value.mainIds;
    const signalIds = ids.flatMap((id) => id ?? []);
    if (key === undefined || signalIds.length === 0) return;
    const minutes = (SPARK_POINTS * SPARK_STEP_MS) / MINUTE_MS;
    const reply = await readSparklines({ signalIds, minutes, points: SPARK_POINTS });
    if (!reply.ok || wanted() !== key) return;
    const rows = new Map(signalIds.map((id, row) => [id, reply.value.values[row]]));
    const values = new Float32Array(ids.length * SPARK_POINTS).fill(Number.NaN);
    ids.forEach((id, slot) => {
      rows.get(id ?? '')?.forEach((mean, point) => {
        if (mean !== null && point < SPARK_POINTS) values[slot * SPARK_POINTS + point] = mean;
      });
    });
    sparks.value = { t: 'sparks', points: SPARK_POINTS, from: reply.value.from, stepMs: reply.value.stepMs, values };
  });

  return { hasCards, sparks };
}
