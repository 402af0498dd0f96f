import type { DataValue, NodeId } from 'node-opcua';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Ring } from '../../telemetry/ring.ts';
import type { MappedSignal, ServerMap } from './server-map.ts';
import { reuse } from './notification-decoder.ts';
import type { NumberChanges } from './notification-decoder.ts';
import { ArraySampler, arrayReadOf, isOverflow, pushScalar } from './samples.ts';

/** A node to be monitored, and what its values are. */
export type Item =
  | { readonly kind: 'scalar'; readonly nodeId: NodeId; readonly index: number; readonly signal: MappedSignal }
  | { readonly kind: 'values' | 'qualities'; readonly nodeId: NodeId; readonly sampler: ArraySampler };

type Sampled = Exclude<Item, { kind: 'scalar' }>;

/** The items of a mapping: its arrays where it has some, otherwise its scalars. `indexes`: ring index of each signal of the map. */
export function itemsOf(map: ServerMap, indexes: Uint32Array, ring: Ring): readonly Item[] {
  if (map.arrays.length === 0) {
    return map.signals.flatMap((signal, i): Item[] => {
      const { nodeId } = signal;
      return nodeId === undefined ? [] : [{ kind: 'scalar', nodeId, index: indexes[i] as number, signal }];
    });
  }
  return map.arrays.flatMap((array): Item[] => {
    const sampler = new ArraySampler(ring, array, map.signals, indexes);
    const values: Item = { kind: 'values', nodeId: array.values, sampler };
    if (array.qualities === undefined) return [values];
    return [values, { kind: 'qualities', nodeId: array.qualities, sampler }];
  });
}

interface SinkOptions {
  readonly ring: Ring;
  readonly clock: Clock;
  readonly onTrouble: (error: CodedError) => void;
}

/** Takes what the items of one subscription report, decoded by us or by the library, and pushes it into the ring. */
export class ItemSink {
  readonly #options: SinkOptions;
  // By client handle. Scalars in columns, since there may be ten thousands of them in one notification.
  #indexes = new Int32Array(0);
  #factors = new Float64Array(0);
  #offsets = new Float64Array(0);
  readonly #sampled = new Map<number, Sampled>();
  readonly #waiting = new Set<ArraySampler>();
  /** What came before the handles of all items were known. */
  #early: NumberChanges[] | undefined = [];
  #wrong = 0;

  constructor(options: SinkOptions) {
    this.#options = options;
  }

  /** Says which item has a client handle. */
  place(handle: number, item: Item): void {
    if (item.kind !== 'scalar') {
      this.#sampled.set(handle, item);
      return;
    }
    if (handle >= this.#indexes.length) this.#grow(handle);
    this.#indexes[handle] = item.index;
    this.#factors[handle] = item.signal.factor;
    this.#offsets[handle] = item.signal.offset;
  }

  /** All items are placed: takes what came meanwhile. */
  open(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const changes of early) this.take(changes);
  }

  /** Takes one notification that we decoded. Its columns are used up. */
  take(changes: NumberChanges): void {
    if (this.#early !== undefined) {
      this.#early.push(changes);
      return;
    }
    const receivedAt = this.#options.clock.now();
    if (changes.lost > 0) this.#options.ring.lose(changes.lost);
    if (changes.count > 0) this.#takeScalars(changes, receivedAt);
    for (const { handle, values, quality, sourceAtMs: at } of changes.arrays) {
      const item = this.#sampled.get(handle);
      const read = { values, quality, sourceAtMs: at === 0 ? receivedAt : at };
      if (item === undefined) this.#pushBad(handle, read.sourceAtMs);
      else if (item.kind === 'qualities') item.sampler.takeQualities(read);
      else this.#count(item.sampler.takeValues(read));
      if (item !== undefined) this.#waiting.add(item.sampler);
    }
    this.#flush();
    reuse(changes);
  }

  /** Takes one value that the library decoded, since it is no number or came with diagnostics. */
  takeOther(item: Item, read: DataValue): void {
    const { ring, clock, onTrouble } = this.#options;
    if (isOverflow(read.statusCode.value)) ring.lose(1);
    if (item.kind === 'scalar') {
      if (!pushScalar(ring, item.index, item.signal, read, clock.now())) {
        onTrouble(new CodedError('OPC0017', { node: item.nodeId.toString() }));
      }
      return;
    }
    // The library hands out the items of one notification one by one in one go: afterwards the pairs are whole.
    if (this.#waiting.size === 0) queueMicrotask(() => this.#flush());
    this.#waiting.add(item.sampler);
    const array = arrayReadOf(read, clock.now());
    if (item.kind === 'values') this.#count(item.sampler.takeValues(array));
    else item.sampler.takeQualities(array);
  }

  #takeScalars(changes: NumberChanges, receivedAt: number): void {
    const { handles, values, sourceAtMs, qualities } = changes;
    const [indexes, factors, offsets] = [this.#indexes, this.#factors, this.#offsets];
    let rows = 0;
    for (let row = 0; row < changes.count; row += 1) {
      const handle = handles[row] as number;
      const index = indexes[handle] ?? -1;
      if (index < 0) {
        this.#takeLone(handle, receivedAt);
        continue;
      }
      const at = sourceAtMs[row] as number;
      handles[rows] = index;
      values[rows] = (values[row] as number) * (factors[handle] as number) + (offsets[handle] as number);
      sourceAtMs[rows] = at === 0 ? receivedAt : at;
      qualities[rows] = qualities[row] as number;
      rows += 1;
    }
    this.#options.ring.pushBlock({ indexes: handles, values, sourceAtMs, qualities }, rows);
  }

  /** A single number where an array is due: an array without elements, and so all bad. */
  #takeLone(handle: number, receivedAt: number): void {
    const item = this.#sampled.get(handle);
    if (item === undefined) return;
    const read = { values: new Float64Array(0), quality: QUALITY.bad, sourceAtMs: receivedAt };
    if (item.kind === 'values') this.#count(item.sampler.takeValues(read));
    else item.sampler.takeQualities(read);
    this.#waiting.add(item.sampler);
  }

  /** An array where a single number is due. */
  #pushBad(handle: number, sourceAtMs: number): void {
    const index = this.#indexes[handle] ?? -1;
    if (index < 0) return;
    this.#options.ring.push(index, Number.NaN, sourceAtMs, QUALITY.bad);
    this.#options.onTrouble(new CodedError('OPC0017', { sent: 'arrays for single values' }));
  }

  #flush(): void {
    for (const sampler of this.#waiting) this.#count(sampler.flush());
    this.#waiting.clear();
    if (this.#wrong > 0) this.#options.onTrouble(new CodedError('MAP0007', { arraysOfWrongLength: this.#wrong }));
    this.#wrong = 0;
  }

  #count(isWhole: boolean): void {
    if (!isWhole) this.#wrong += 1;
  }

  #grow(handle: number): void {
    const length = Math.max(1_024, 2 * (handle + 1));
    const indexes = new Int32Array(length).fill(-1);
    indexes.set(this.#indexes);
    this.#indexes = indexes;
    const [factors, offsets] = [new Float64Array(length), new Float64Array(length)];
    factors.set(this.#factors);
    offsets.set(this.#offsets);
    this.#factors = factors;
    this.#offsets = offsets;
  }
}
