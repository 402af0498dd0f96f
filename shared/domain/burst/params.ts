/** The numbers of the burst candidate; see SPEC.md for their sources. */
export const BURST_DEFAULTS = {
  /** [eng, DOMAIN.md] Neighbours in space and time. */
  radiusM: 300,
  windowMs: 30 * 60_000,
  /** [eng, DOMAIN.md] A dense spot: so many callers, or so much weight. */
  minPoints: 3,
  minWeight: 2,
  /** [eng] A caller of this weight has seen water; the cold ones only feel what follows. */
  waterWeight: 0.6,
  /** [eng] Older complaints no longer speak for a burst that is running. */
  lookBackMs: 3 * 60 * 60_000,
  /** [eng] A median farther than this from every pipe stays unsnapped. */
  snapM: 400,
  /** [eng] Pressure alarms nearer than this speak for the same spot. */
  pressureRadiusM: 2500,
  /** [eng] So many stations make a candidate without any complaint ... */
  minStations: 3,
  /** [eng] ... unless this share of all stations is low: then it is the source, not a burst. */
  plantWideShare: 0.6,
  /** [eng] Most that each kind of evidence can say on its own, and how much of it says half as much and more. */
  complaintsAtMost: 0.7,
  complaintsScale: 1.5,
  pressureAtMost: 0.5,
  pressureScale: 2,
  makeupAtMost: 0.3,
} as const;

export type BurstParams = { readonly [Key in keyof typeof BURST_DEFAULTS]: number };
