import { defineStore } from 'pinia';
import { markRaw, shallowRef } from 'vue';
import type { TelemetryFrame } from '#shared/contract/telemetry-frame.ts';
import { LatestTable } from './latest-table.ts';

/**
 * Live values. `revision` ticks at most once a displayed frame; whoever draws watches it and reads `latest` by signal index.
 * Written by link/ only.
 */
export const useTelemetry = defineStore('telemetry', () => {
  const latest = markRaw(new LatestTable());
  const revision = shallowRef(0);
  let isScheduled = false;

  function takeFrame(frame: TelemetryFrame, monotonicMs: number): void {
    latest.take(frame, monotonicMs);
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      revision.value += 1;
    });
  }

  function resize(count: number, isNewCatalogue: boolean): void {
    if (isNewCatalogue) latest.clear(count);
    else latest.grow(count);
    revision.value += 1;
  }

  return { latest, revision, takeFrame, resize };
});
