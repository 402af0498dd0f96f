import type { LogEntry, Receipt } from '#shared/contract/hub-protocol.ts';
import type { EntityRef, Refusal } from '#shared/domain/entity/entity.ts';
import { EntityView } from '#kit/entity-view.ts';
import { chainFault } from '#kit/hash-chain.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Confirmation, JournalStore, OwnRefusal, PendingCommand } from './journal-store.ts';
import { renumbered, touchedBy, withChanged, type LogState } from './log-state.ts';

/** What came out of taking something from the hub: the entities to show anew, and whether the hub counts differently than we do. */
export interface Taken {
  readonly refs: readonly EntityRef[];
  readonly hubIsAhead?: number;
}

/**
 * Takes a page of entries into the replica: checks the chain, applies them, settles own commands among them, all in one transaction.
 * The error names what does not fit; nothing is taken then. Throws DBS0002 when the disk is full (nothing is taken either).
 */
export function takeEntries(
  state: LogState,
  store: JournalStore,
  deviceId: string,
  page: { readonly epoch: string; readonly entries: readonly LogEntry[] },
): Result<Taken, Refusal> {
  if (page.epoch !== state.epoch) return err({ code: 'LOG0005', detail: { fault: 'epoch' } });
  let head = state.head;
  for (const entry of page.entries) {
    const fault = chainFault(head, entry);
    if (fault !== undefined) return err({ code: 'LOG0005', detail: { seq: entry.seq, fault } });
    head = { seq: entry.seq, hash: entry.hash };
  }

  const layer = new EntityView(state.confirmed);
  const settled = new Map<string, LogEntry>();
  const refusals: OwnRefusal[] = [];
  const waiting = new Map(state.pending.map((row) => [row.command.commandId, row]));
  for (const entry of page.entries) {
    if (entry.kind === 'accepted') layer.apply(entry.command, entry.events, { hubSeq: entry.seq, hubAt: entry.hubAt });
    const own = waiting.get(entry.command.commandId);
    if (own === undefined || !isSame(own, entry)) continue;
    settled.set(entry.command.commandId, entry);
    if (entry.kind === 'refused' && entry.command.device === deviceId) {
      refusals.push({ command: entry.command, refusal: entry.refusal ?? { code: 'HUB0008' }, at: entry.hubAt });
    }
  }

  const isGivenByOther = [...settled.values()].some((entry) => entry.command.device !== deviceId);
  const confirmation = settle(state, [...settled.keys()], {
    entries: page.entries,
    projection: layer.ownRows(),
    refusals,
    renumber: isGivenByOther,
  });
  store.confirm(confirmation);
  state.head = head;
  for (const row of confirmation.projection) state.confirmed.put(row);
  const refs = [
    ...confirmation.projection.map((row) => row.ref),
    ...[...settled.keys()].flatMap((commandId) => touched(waiting.get(commandId))),
  ];
  return ok({ refs: [...refs, ...adoptRows(state, confirmation)] });
}

/** Takes what the hub answered to one own command, `own` if it still waits. `accepted` and `refused` take effect with the entry, which follows. */
export function takeReceipt(
  state: LogState,
  store: JournalStore,
  receipt: Receipt,
  own: PendingCommand | undefined,
  at: number,
): Taken {
  if (own === undefined) return { refs: [] };
  switch (receipt.outcome) {
    case 'accepted':
    case 'refused':
      state.acknowledged.add(receipt.commandId);
      return { refs: [own.command.entity] };
    case 'conflict':
      return { refs: rebase(state, store) };
    case 'outOfSequence': {
      const unsent = state.unsent();
      const first = unsent[0]?.command.deviceSeq ?? receipt.expected;
      const changed = renumbered(unsent, receipt.expected);
      const confirmation = unchanged(state, changed, receipt.expected + unsent.length);
      store.confirm(confirmation);
      adoptRows(state, confirmation);
      return { refs: [], ...(receipt.expected > first && { hubIsAhead: receipt.expected - first }) };
    }
    case 'rejected': {
      const { code, detail } = receipt.refusal;
      const lost: OwnRefusal = { command: own.command, refusal: { code, ...(detail && { detail }) }, at };
      const confirmation = settle(state, [receipt.commandId], {
        entries: [],
        projection: [],
        refusals: [lost],
        renumber: true,
      });
      store.confirm(confirmation);
      return { refs: [...touched(own), ...adoptRows(state, confirmation)] };
    }
  }
}

/**
 * Commands that wait under another device id (its file was lost, the journal was not) go out under this one. Their own ids stay, so what
 * the hub has of them already is not done twice.
 */
export function takeOverDevice(state: LogState, store: JournalStore, deviceId: string): void {
  const changed = state.pending.flatMap((row) =>
    row.command.device === deviceId ? [] : [{ ...row, command: { ...row.command, device: deviceId } }],
  );
  if (changed.length === 0) return;
  const confirmation = unchanged(state, changed, state.nextDeviceSeq);
  store.confirm(confirmation);
  adoptRows(state, confirmation);
}

/** Pending commands expect the versions they find now, after the hub's newer entries: they go out again with those. */
function rebase(state: LogState, store: JournalStore): readonly EntityRef[] {
  const versions = state.expectedVersions();
  const changed = state.unsent().flatMap((row) => {
    const expectedVersion = versions.get(row.command.commandId) ?? row.command.expectedVersion;
    if (expectedVersion === row.command.expectedVersion) return [];
    return [{ ...row, command: { ...row.command, expectedVersion } }];
  });
  const confirmation = unchanged(state, changed, state.nextDeviceSeq);
  store.confirm(confirmation);
  return adoptRows(state, confirmation);
}

/** Own commands leave the outbox; where a number of ours is left unused by it, those behind move up. */
function settle(
  state: LogState,
  settled: readonly string[],
  rest: Pick<Confirmation, 'entries' | 'projection' | 'refusals'> & { readonly renumber: boolean },
): Confirmation {
  const { renumber, ...confirmed } = rest;
  if (!renumber) return { ...confirmed, settled, changed: [], nextDeviceSeq: state.nextDeviceSeq };
  const unsent = state.unsent();
  const gone = new Set(settled);
  const kept = unsent.filter(({ command }) => !gone.has(command.commandId));
  const first = unsent[0]?.command.deviceSeq ?? state.nextDeviceSeq;
  return { ...confirmed, settled, changed: renumbered(kept, first), nextDeviceSeq: first + kept.length };
}

function unchanged(state: LogState, changed: readonly PendingCommand[], nextDeviceSeq: number): Confirmation {
  return { entries: [], projection: [], settled: [], refusals: [], changed, nextDeviceSeq };
}

/** Brings the outbox in memory to what was committed and replays it. */
function adoptRows(state: LogState, confirmation: Confirmation): EntityRef[] {
  const { settled, changed, refusals, nextDeviceSeq } = confirmation;
  const gone = new Set(settled);
  const isAsForeseen = refusals.length === 0 && cameInOrder(state, gone) && state.foresaw(confirmation.projection);
  const kept = state.pending.filter(({ command }) => !gone.has(command.commandId));
  state.pending = withChanged(kept, changed);
  state.nextDeviceSeq = nextDeviceSeq;
  for (const commandId of settled) state.acknowledged.delete(commandId);
  for (const lost of refusals) state.refusals.set(lost.command.commandId, lost);
  // The hub did what the view showed already: thousands that wait need not be decided again for it.
  if (!isAsForeseen) return state.replay();
  for (const { ref } of confirmation.projection) state.view.drop(ref);
  return [];
}

/** Whether the settled commands are the first of those that wait: what is behind them then still stands on the same ground. */
function cameInOrder(state: LogState, settled: ReadonlySet<string>): boolean {
  return state.pending.slice(0, settled.size).every(({ command }) => settled.has(command.commandId));
}

/** Entities that no longer have this command waiting on them. */
const touched = (own: PendingCommand | undefined): EntityRef[] =>
  own === undefined ? [] : touchedBy(own.command, own.events);

function isSame(own: PendingCommand, entry: LogEntry): boolean {
  const { entity, type } = own.command;
  return (
    entity.type === entry.command.entity.type && entity.id === entry.command.entity.id && type === entry.command.type
  );
}
