import { shallowReactive, shallowRef, triggerRef } from 'vue';
import type { EntityRef } from '#shared/domain/entity/entity.ts';

/**
 * The life of one operator action on this page.
 * `sending`: on its way to the core. `committed`: safe on this console's disk, its receipt not seen yet. `confirmed`: the hub has it.
 * `refused`: it was not done; `code` and `detail` say why.
 */
export interface Submission {
  readonly commandId: string;
  readonly type: string;
  readonly entity: EntityRef;
  state: 'sending' | 'committed' | 'confirmed' | 'refused';
  code?: string;
  detail?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** Core clock when it was committed, UTC ms. */
  committedAt?: number;
}

/** What the tracker reads of the stores. */
export interface ReceiptView {
  /** Commands that the feed lists as pending on this entity. */
  pendingOf(ref: EntityRef): readonly string[];
  /** Commands that the core reports lost. */
  readonly lost: readonly { readonly commandId: string; readonly code: string }[];
  /** The core's own count of commands without receipt, and the time it was counted. */
  readonly unsent: { readonly count: number; readonly at: number } | undefined;
}

const KEPT = 50;

/** Every action of this page that is not settled yet, and the last settled ones. */
export class Submissions {
  readonly #all = shallowReactive(new Map<string, Submission>());
  readonly #seenPending = new Set<string>();
  readonly #changed = shallowRef(0);

  begin(commandId: string, type: string, entity: EntityRef): Submission {
    const submission: Submission = { commandId, type, entity, state: 'sending' };
    this.#all.set(commandId, submission);
    const settled = [...this.#all.values()].filter((other) => other.state === 'confirmed' || other.state === 'refused');
    for (const old of settled.slice(0, Math.max(0, settled.length - KEPT))) this.#all.delete(old.commandId);
    return submission;
  }

  /** @param at core clock, UTC ms */
  committed(commandId: string, at: number): void {
    this.#update(commandId, { state: 'committed', committedAt: at });
  }

  refused(commandId: string, code: string, detail?: Submission['detail']): void {
    this.#update(commandId, { state: 'refused', code, detail });
  }

  /**
   * Settles what the feed has settled. A command counts as confirmed once the feed has listed it and does so no longer, or when the
   * core says after its commit that nothing waits for a receipt (the two can fall into one delta, and then it is never listed).
   */
  observe(view: ReceiptView): void {
    for (const submission of this.#all.values()) {
      if (submission.state === 'confirmed' || submission.state === 'refused') continue;
      const { commandId } = submission;
      const lost = view.lost.find((entry) => entry.commandId === commandId);
      if (lost) {
        this.refused(commandId, lost.code);
      } else if (view.pendingOf(submission.entity).includes(commandId)) {
        if (this.#seenPending.has(commandId)) continue;
        this.#seenPending.add(commandId);
        triggerRef(this.#changed);
      } else if (submission.state === 'committed' && this.#isSettled(submission, view)) {
        this.#seenPending.delete(commandId);
        this.#update(commandId, { state: 'confirmed' });
      }
    }
  }

  /** Whether an action of this type on this entity has no receipt yet; reactive. */
  isWaiting(entity: EntityRef, type?: string): boolean {
    return this.#open(entity).some((submission) => type === undefined || submission.type === type);
  }

  /**
   * Whether an action of this type on this entity is not yet in what this page shows: pressed again it would be done twice. Ends with the core's
   * decision, not with the hub's receipt, which may take as long as the hub is away; reactive.
   */
  isSending(entity: EntityRef, type: string): boolean {
    return this.#open(entity).some(
      (submission) =>
        submission.type === type && (submission.state === 'sending' || !this.#seenPending.has(submission.commandId)),
    );
  }

  #open({ type, id }: EntityRef): readonly Submission[] {
    void this.#changed.value;
    return [...this.#all.values()].filter(
      ({ entity, state }) => entity.type === type && entity.id === id && (state === 'sending' || state === 'committed'),
    );
  }

  get(commandId: string): Submission | undefined {
    void this.#changed.value;
    return this.#all.get(commandId);
  }

  #isSettled(submission: Submission, view: ReceiptView): boolean {
    if (this.#seenPending.has(submission.commandId)) return true;
    const { unsent } = view;
    return unsent?.count === 0 && submission.committedAt !== undefined && unsent.at > submission.committedAt;
  }

  #update(commandId: string, patch: Partial<Submission>): void {
    const submission = this.#all.get(commandId);
    if (!submission) return;
    Object.assign(submission, patch);
    triggerRef(this.#changed);
  }
}
