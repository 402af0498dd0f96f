import type { EntityRow, FeedMessage } from '#shared/contract/feed.ts';
import type { EntityRef } from '#shared/domain/entity/entity.ts';

/** What the lane reads: the console's optimistic state. */
export interface EntitySource {
  rowOf(ref: EntityRef): EntityRow;
  allRows(): readonly EntityRow[];
}

/** How many deltas, and rows in them, are kept for pages that come back; an older page gets a snapshot. A flood must not fill the memory. */
const KEPT_DELTAS = 4_096;
const KEPT_ROWS = 65_536;

type Delta = Extract<FeedMessage, { t: 'delta' }>;

/**
 * Numbers every change of the console's state and keeps the last ones, so that a page can resume where it left off.
 * The epoch is new at every start of the core: sequence numbers mean nothing across it.
 */
export class StateLane {
  readonly epoch: string;
  readonly #source: EntitySource;
  readonly #kept: Delta[] = [];
  #keptRows = 0;
  #seq = 0;

  constructor(source: EntitySource, epoch: string) {
    this.#source = source;
    this.epoch = epoch;
  }

  get seq(): number {
    return this.#seq;
  }

  /** Makes one delta of what changed. The rows are read now, so several changes of one entity travel once. */
  push(refs: readonly EntityRef[]): Delta {
    const seen = new Set<string>();
    const rows: EntityRow[] = [];
    for (const ref of refs) {
      const key = `${ref.type}:${ref.id}`;
      if (seen.has(key)) continue;
      seen.add(key);
      rows.push(this.#source.rowOf(ref));
    }
    const from = this.#seq;
    this.#seq += 1;
    const delta: Delta = { t: 'delta', epoch: this.epoch, from, seq: this.#seq, rows };
    this.#kept.push(delta);
    this.#keptRows += rows.length;
    while (this.#kept.length > KEPT_DELTAS || (this.#keptRows > KEPT_ROWS && this.#kept.length > 1)) {
      this.#keptRows -= this.#kept.shift()?.rows.length ?? 0;
    }
    return delta;
  }

  /** What a page needs to be up to date: the deltas after `since`, or one snapshot where those are gone or of another epoch. */
  catchUp(since: { readonly epoch: string; readonly seq: number } | undefined): readonly FeedMessage[] {
    if (since !== undefined && since.epoch === this.epoch && since.seq <= this.#seq) {
      const missing = this.#seq - since.seq;
      if (missing === 0) return [];
      if (missing <= this.#kept.length) return this.#kept.slice(this.#kept.length - missing);
    }
    return [{ t: 'snapshot', epoch: this.epoch, seq: this.#seq, rows: this.#source.allRows() }];
  }
}
