import type { Measure } from '../telemetry/measures.ts';

/**
 * Something that the readings of a station (or a branch) say before anybody feels it. No alarm: it asks for work, not for a response now.
 * `returnTempLow`: return temperature under its standard for the outdoor temperature (DOMAIN.md, Measures). `supplyTempLow`: the supply is low too, upstream of many.
 * `makeupRise`: make-up flow above its own baseline. `imbalance`: index of a branch. `stuckSensor`, `driftingSensor`: an instrument that no longer measures.
 */
export const INSIGHT_KINDS = [
  'returnTempLow',
  'supplyTempLow',
  'makeupRise',
  'imbalance',
  'stuckSensor',
  'driftingSensor',
] as const;
export type InsightKind = (typeof INSIGHT_KINDS)[number];

/** One number that an insight rests on, in `unit`. */
export interface InsightEvidence {
  /** What it is: a word of the locale file `insight.evidence`. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Its id is `kind:subjectId[:measure]`; occurrences follow one another. */
export interface Insight {
  readonly id: string;
  readonly kind: InsightKind;
  /** A station id, or the name of the area for a branch. */
  readonly subjectId: string;
  /** Of a sensor. */
  readonly measure?: Measure | undefined;
  readonly status: 'open' | 'ordered' | 'dismissed' | 'cleared';
  readonly occurrence: number;
  readonly evidence: readonly InsightEvidence[];
  /** Source times, UTC ms. */
  readonly foundAt: number;
  readonly clearedAt?: number | undefined;
  /** The preventive order made from it. */
  readonly orderId?: string | undefined;
  readonly dismissed?:
    { readonly by: string; readonly at: number; readonly reason: string; readonly until: number } | undefined;
}

export type InsightCommands = {
  /** Fact, by the console; its command id is made from id and source time, so two consoles report it once. */
  findInsight: Pick<Insight, 'kind' | 'subjectId' | 'measure' | 'evidence'> & { readonly sourceAt: number };
  /** Fact, by the console. */
  clearInsight: { readonly sourceAt: number };
  /** Intent: makes a preventive work order of it (and marks the insight as ordered). */
  orderFromInsight: {
    readonly occurrence: number;
    readonly title: string;
    readonly place: { readonly at: readonly [number, number]; readonly address?: string | undefined };
  };
  /** Intent: not worth an order; not told again before `until`, UTC ms. */
  dismissInsight: { readonly occurrence: number; readonly reason: string; readonly until: number };
};

export type InsightEvents = {
  insightFound: InsightCommands['findInsight'];
  insightCleared: InsightCommands['clearInsight'];
  insightOrdered: { readonly orderId: string };
  insightDismissed: InsightCommands['dismissInsight'];
};
