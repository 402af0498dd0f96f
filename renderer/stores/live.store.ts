import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { AnalysisStatus } from '#shared/domain/burst/impact-types.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { CrewPosition, CrewTrack, CrewUpdate } from '#shared/domain/crew/types.ts';
import { Whereabouts } from '#shared/domain/crew/whereabouts.ts';

/** What is only ever the latest and never in the log: crew positions and proposed burst places. Written by link/ only. */
export const useLive = defineStore('live', () => {
  const positions = shallowRef<ReadonlyMap<string, CrewPosition>>(new Map());
  const candidates = shallowRef<readonly BurstCandidate[]>([]);

  /** State of the network model; undefined until the core told. */
  const analysis = shallowRef<AnalysisStatus>();

  const crews = new Whereabouts();

  /** @param nowMs UTC ms of the core's clock */
  function takeCrews(update: CrewUpdate, nowMs: number): void {
    crews.join(update.tracks ?? [], nowMs);
    crews.take(update.positions, nowMs);
    positions.value = new Map(crews.positions().map((position) => [position.crewId, position]));
  }

  /** Where each crew was in the last half hour; to be read anew when `positions` change. @param nowMs UTC ms of the core's clock */
  const tracks = (nowMs: number): readonly CrewTrack[] => crews.tracks(nowMs);

  /** Where one was; undefined: no track. @param nowMs UTC ms of the core's clock */
  const track = (crewId: string, nowMs: number) => crews.track(crewId, nowMs);

  return { positions, candidates, analysis, takeCrews, tracks, track };
});
