import { payloadFault } from '#shared/contract/commands.ts';
import type { LogRow } from '#shared/contract/console-api.ts';
import type { EntityRow, LostCommand } from '#shared/contract/feed.ts';
import {
  COMMAND_MAX_BYTES,
  type Follow,
  type FollowReply,
  type LogEntry,
  type Receipt,
} from '#shared/contract/hub-protocol.ts';
import {
  ENTITY_TYPES,
  type Actor,
  type Command,
  type EntityRef,
  type EntityType,
  type Refusal,
} from '#shared/domain/entity/entity.ts';
import { commandRule, decideCommand } from '#shared/domain/entity/registry.ts';
import type { Cancel, Clock, NewId } from '#shared/lib/clock.ts';
import { CodedError, type ErrorDetail } from '#shared/lib/coded-error.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { canonicalJson } from '#kit/canonical-json.ts';
import { EntityView } from '#kit/entity-view.ts';
import type { EntryQuery } from '#kit/entry-entities.ts';
import type { LogHead } from '#kit/hash-chain.ts';
import { takeEntries, takeOverDevice, takeReceipt, type Taken } from './confirm.ts';
import type { JournalStore, PendingCommand } from './journal-store.ts';
import { LogState, keyOf, touchedBy } from './log-state.ts';
import { WaitingIndex } from './waiting-index.ts';

/** What somebody asks for or reports. `commandId` may be given to make it happen once however often it is said. */
export interface SubmitInput {
  readonly entity: EntityRef;
  readonly type: string;
  readonly payload: unknown;
  readonly actor: Actor;
  readonly commandId?: string | undefined;
  /** UTC ms; now when it is missing. */
  readonly issuedAt?: number | undefined;
}

export interface Submitted {
  readonly commandId: string;
  /** Its number on this device; it can still change until the hub has it. */
  readonly deviceSeq: number;
}

export interface ConsoleLogDependencies {
  readonly store: JournalStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly deviceId: string;
  /** LOG0006 (the hub has a new log), LOG0007 (the hub counts this device differently). */
  readonly onNotice?: (notice: { readonly code: string; readonly detail: ErrorDetail; readonly at: number }) => void;
}

export type ConsoleLog = ReturnType<typeof createConsoleLog>;

/**
 * The log as one console has it: a confirmed replica of the hub's entries with its own pending commands replayed on top. Everything
 * read here is that view; everything submitted is on disk when `submit` returns. Functions may be taken off the object.
 */
export function createConsoleLog(dependencies: ConsoleLogDependencies) {
  const { store, clock, newId, deviceId } = dependencies;
  const state = new LogState(store.load());
  takeOverDevice(state, store, deviceId);
  const changeListeners = new Set<(refs: readonly EntityRef[]) => void>();
  const outboxListeners = new Set<() => void>();
  let chainFault: Refusal | undefined;
  const waiting = new WaitingIndex(state);

  const changed = (refs: readonly EntityRef[]): void => {
    const unique = [...new Map(refs.map((ref) => [keyOf(ref), ref])).values()];
    if (unique.length > 0) for (const listener of changeListeners) listener(unique);
    for (const listener of outboxListeners) listener();
  };
  const notice = (code: string, detail: ErrorDetail): void =>
    dependencies.onNotice?.({ code, detail, at: clock.now() });
  const took = ({ refs, hubIsAhead }: Taken): void => {
    if (hubIsAhead !== undefined) notice('LOG0007', { hubIsAhead });
    changed(refs);
  };
  const rowOf = (ref: EntityRef): EntityRow => ({
    type: ref.type,
    id: ref.id,
    version: state.view.version(ref),
    value: state.view.get(ref) ?? null,
    pending: [...waiting.idsOf(ref)],
  });

  /** The answer to a command that was given before under this id. */
  const earlier = (commandId: string, { entity, type }: SubmitInput): Result<Submitted, Refusal> | undefined => {
    const isSame = (given: Command): boolean => given.type === type && keyOf(given.entity) === keyOf(entity);
    // Under an id that another command has, "done" would be a lie.
    const taken = err<Refusal>({ code: 'HUB0007', detail: { commandId } });
    const own = waiting.byId(commandId);
    if (own !== undefined) return isSame(own.command) ? ok({ commandId, deviceSeq: own.command.deviceSeq }) : taken;
    const lost = state.refusals.get(commandId);
    if (lost !== undefined) return isSame(lost.command) ? err(lost.refusal) : taken;
    const entry = store.byCommand(commandId);
    if (entry === undefined) return undefined;
    if (!isSame(entry.command)) return taken;
    if (entry.kind === 'refused') return err(entry.refusal ?? { code: 'HUB0008' });
    return ok({ commandId, deviceSeq: entry.command.deviceSeq });
  };

  /** Decides one input on top of `view`, where its effect then stands; nothing is kept yet. */
  const decideOn = (view: EntityView, input: SubmitInput, deviceSeq: number): Result<PendingCommand, Refusal> => {
    const built = build(input, {
      commandId: input.commandId ?? newId(),
      device: deviceId,
      deviceSeq,
      expectedVersion: view.version(input.entity),
      issuedAt: input.issuedAt ?? clock.now(),
    });
    if (!built.ok) return built;
    const decided = decideCommand(view, built.value);
    if (!decided.ok) return decided;
    const attempt = new EntityView(view);
    attempt.apply(built.value, decided.value);
    for (const row of attempt.ownRows()) view.put(row);
    return ok({ command: built.value, events: decided.value });
  };

  /**
   * Decides commands one after the other, each seeing what those before it did, and keeps the accepted ones in one transaction: a flood costs one
   * write to the disk, not one an alarm. Results in the order of the inputs; when the disk is full, DBS0002 for each and nothing is kept.
   */
  const submitMany = (inputs: readonly SubmitInput[]): readonly Result<Submitted, Refusal>[] => {
    const layer = new EntityView(state.view);
    const added: PendingCommand[] = [];
    const given = new Map<string, Result<Submitted, Refusal>>();
    const results = inputs.map((input): Result<Submitted, Refusal> => {
      const { commandId } = input;
      const before = commandId === undefined ? undefined : (given.get(commandId) ?? earlier(commandId, input));
      if (before !== undefined) return before;
      const decided = decideOn(layer, input, state.nextDeviceSeq + added.length);
      if (!decided.ok) return decided;
      added.push(decided.value);
      const { commandId: id, deviceSeq } = decided.value.command;
      const result = ok({ commandId: id, deviceSeq });
      given.set(id, result);
      return result;
    });
    if (added.length === 0) return results;
    const next = state.nextDeviceSeq + added.length;
    try {
      store.addPending(added, next);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const refusal = err<Refusal>({ code: error.code, detail: error.detail });
      return results.map((result) => (result.ok && given.has(result.value.commandId) ? refusal : result));
    }
    state.nextDeviceSeq = next;
    waiting.append(added);
    for (const row of layer.ownRows()) state.view.put(row);
    changed(added.flatMap(({ command, events }) => touchedBy(command, events)));
    return results;
  };

  return {
    /**
     * Decides a command and keeps it: once this returns `ok` it is on disk (FULL) and in the view, and will reach the hub. Refusals: LOG0001
     * (payload), LOG0002 (size), DBS0002 (disk full, nothing kept), and those of the domain.
     */
    submit: (input: SubmitInput): Result<Submitted, Refusal> => submitMany([input])[0] as Result<Submitted, Refusal>,
    submitMany,

    get: <T>(ref: EntityRef): T | undefined => state.view.get<T>(ref),
    list: <T>(type: EntityType): readonly T[] => state.view.list<T>(type),
    version: (ref: EntityRef): number => state.view.version(ref),
    /** Ids of own commands about an entity whose entry has not come back. */
    pendingOf: (ref: EntityRef): readonly string[] => waiting.idsOf(ref),
    rowOf,
    allRows: (): readonly EntityRow[] =>
      ENTITY_TYPES.flatMap((type) =>
        state.view.list<{ readonly id: string }>(type).map(({ id }) => rowOf({ type, id })),
      ),
    /** Own commands without a receipt. */
    pending(): { readonly count: number; readonly oldestAt?: number | undefined } {
      const unsent = state.unsent();
      return { count: unsent.length, oldestAt: unsent[0]?.command.issuedAt };
    },
    /** Own commands that are not going to happen, until dismissed. */
    lost: (): readonly LostCommand[] =>
      [...state.refusals.values()].map(({ command, refusal: { code, detail, wonBy }, at }) => ({
        commandId: command.commandId,
        type: command.type,
        entity: command.entity,
        code,
        ...(detail && { detail }),
        ...(wonBy && { wonBy: { name: wonBy.actor.name, type: wonBy.type, at: wonBy.at } }),
        at,
      })),
    dismissLost(commandId: string): void {
      store.dismiss(commandId);
      state.refusals.delete(commandId);
      changed([]);
    },
    /** Newest first; on the first page (no `before`) the waiting commands come first. */
    rows(query: EntryQuery): { readonly rows: readonly LogRow[]; readonly head: LogHead } {
      const { entity } = query;
      const own = query.before === undefined ? [...state.pending].reverse() : [];
      const about = own.filter(
        ({ command, events }) =>
          entity === undefined || touchedBy(command, events).some((ref) => keyOf(ref) === keyOf(entity)),
      );
      const waitingRows: LogRow[] = about.map((row) => ({ kind: 'pending', ...row }));
      const confirmed: LogRow[] = store.newest(query).map(({ seq, hubAt, hash, kind, command, events, refusal }) => ({
        seq,
        hubAt,
        hash,
        kind,
        command,
        events,
        refusal,
      }));
      return { rows: [...waitingRows, ...confirmed].slice(0, query.limit), head: state.head };
    },
    /** Confirmed entries after a place, oldest first. */
    entries: ({ since, limit }: { readonly since: number; readonly limit: number }): readonly LogEntry[] =>
      store.since(since, limit),
    /** Confirmed events of alarms, newest first by their own time. */
    alarmEvents: store.alarmEvents,
    /** Own commands that wait for their entry, oldest first. */
    waiting: (): readonly PendingCommand[] => state.pending,
    /** The hub's chain head as this console verified it. */
    head: (): LogHead => state.head,
    chain: (): 'ok' | 'mismatch' => (chainFault === undefined ? 'ok' : 'mismatch'),
    /** Called with the entities whose view changed. */
    onChange(listener: (refs: readonly EntityRef[]) => void): Cancel {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },

    deviceId,
    /** Called when something was added to or left the outbox, or the replica moved on. */
    onOutbox(listener: () => void): Cancel {
      outboxListeners.add(listener);
      return () => outboxListeners.delete(listener);
    },
    /** Commands to send, in order. */
    unsent: (limit: number): readonly Command[] =>
      state
        .unsent()
        .slice(0, limit)
        .map(({ command }) => command),
    /** Where the hub is asked to go on. */
    place: (): Follow => ({
      epoch: state.epoch ?? null,
      since: state.head.seq,
      hash: state.epoch === undefined ? null : state.head.hash,
    }),
    /** Takes the hub's answer to {@link place}. LOG0003 / LOG0004: its history does not hold what it held; nothing is taken from it. */
    follow(reply: Exclude<FollowReply, { error: unknown }>): Result<void, Refusal> {
      if (reply.why === 'cutOff' || reply.why === 'rewritten') {
        chainFault = {
          code: reply.why === 'cutOff' ? 'LOG0003' : 'LOG0004',
          detail: { hubSeq: reply.headSeq, ownSeq: state.head.seq },
        };
        return err(chainFault);
      }
      if (reply.why === 'continues') {
        // What was acknowledged but never came as an entry goes out again: the hub may have said more than it kept.
        state.acknowledged.clear();
        if (reply.headSeq === state.head.seq) chainFault = undefined;
        return ok(undefined);
      }
      if (reply.epoch === state.epoch) return err({ code: 'LOG0011', detail: { why: reply.why } });
      if (state.epoch !== undefined)
        notice('LOG0006', { was: state.epoch, now: reply.epoch, keptAside: state.head.seq });
      store.adopt(reply.epoch);
      chainFault = undefined;
      changed(state.adopt(reply.epoch));
      return ok(undefined);
    },
    /** Takes entries from the hub. LOG0005: they do not continue the replica; nothing is taken. Throws DBS0002 when the disk is full. */
    applyEntries(page: { readonly epoch: string; readonly entries: readonly LogEntry[] }): Result<void, Refusal> {
      const taken = takeEntries(state, store, deviceId, page);
      if (!taken.ok) {
        chainFault = taken.error;
        return taken;
      }
      chainFault = undefined;
      took(taken.value);
      return ok(undefined);
    },
    /** Takes the answers to own commands, in their order. For `conflict`, call it once the replica has passed `headSeq`. */
    applyReceipts(receipts: readonly Receipt[]): void {
      const refs: EntityRef[] = [];
      try {
        for (const receipt of receipts) {
          const taken = takeReceipt(state, store, receipt, waiting.byId(receipt.commandId), clock.now());
          if (taken.hubIsAhead !== undefined) notice('LOG0007', { hubIsAhead: taken.hubIsAhead });
          refs.push(...taken.refs);
        }
      } finally {
        changed(refs);
      }
    },
  };
}

/** The command as it will be hashed and sent: checked, and through JSON once so that every copy is the same value. */
function build(
  input: SubmitInput,
  envelope: Omit<Command, 'actor' | 'entity' | 'type' | 'payload'>,
): Result<Command, Refusal> {
  const { actor, entity, type, payload } = input;
  if (commandRule(entity.type, type) !== undefined) {
    const fault = payloadFault(entity.type, type, payload);
    if (fault !== undefined) return err({ code: 'LOG0001', detail: { fault } });
  }
  let text: string;
  try {
    text = canonicalJson({ ...envelope, actor, entity, type, payload: payload ?? null });
  } catch (error) {
    // Not JSON, or nested so deep that the stack ends.
    return err({ code: 'LOG0001', detail: { fault: String(error).slice(0, 200) } });
  }
  if (Buffer.byteLength(text) > COMMAND_MAX_BYTES)
    return err({ code: 'LOG0002', detail: { maxBytes: COMMAND_MAX_BYTES } });
  return ok(JSON.parse(text) as Command);
}
