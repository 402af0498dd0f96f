import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { AnalysisStatus } from '#shared/domain/burst/impact-types.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { CrewPosition } from '#shared/domain/crew/types.ts';

/** What is only ever the latest and never in the log: crew positions and proposed burst places. Written by link/ only. */
export const useLive = defineStore('live', () => {
  const positions = shallowRef<ReadonlyMap<string, CrewPosition>>(new Map());
  const candidates = shallowRef<readonly BurstCandidate[]>([]);

  /** State of the network model; undefined until the core told. */
  const analysis = shallowRef<AnalysisStatus>();

  function takePositions(next: readonly CrewPosition[]): void {
    const merged = new Map(positions.value);
    for (const position of next) merged.set(position.crewId, position);
    positions.value = merged;
  }

  return { positions, candidates, analysis, takePositions };
});
