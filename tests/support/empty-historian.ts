import type { Historian } from '#core/historian/historian.ts';

/** A historian that keeps nothing and says so: every answer is that nothing is recorded. For cores without a disk. */
export function createEmptyHistorian(): Historian {
  return {
    dropped: 0,
    taken: 0,
    follow: () => undefined,
    take: () => undefined,
    faults: () => [],
    read: ({ signalId, from, to }) =>
      Promise.resolve({
        signalId,
        tier: 'raw',
        at: [],
        min: [],
        max: [],
        mean: [],
        count: [],
        quality: [],
        gaps: [[from, to]],
      }),
    sparklines: ({ signalIds, minutes, points }) =>
      Promise.resolve({
        from: 0,
        stepMs: (minutes * 60_000) / points,
        values: signalIds.map(() => Array<null>(points).fill(null)),
      }),
    usage: () => Promise.resolve({ fileBytes: 0, tiers: [], days: [], bytesPerSignalDay: 0 }),
    export: ({ format }) => Promise.resolve(new File([], `heatline-history.${format}`)),
    recorded: () =>
      Promise.resolve({ at: new Float64Array(0), values: new Float64Array(0), qualities: new Uint8Array(0) }),
    fill: () => Promise.resolve(0),
    dispose: () => Promise.resolve(),
  };
}
