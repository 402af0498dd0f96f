import {
  AccessLevelFlag,
  AttributeIds,
  HistoryReadRequest,
  ReadRawModifiedDetails,
  TimestampsToReturn,
} from 'node-opcua';
import type { ClientSession, DataValue, HistoryReadResult, NodeId } from 'node-opcua';
import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { DriverHistory } from '../driver-context.ts';
import type { MissedSamples } from '../protocol.ts';
import type { MappedSignal } from './server-map.ts';
import { readAll } from './browse.ts';
import type { LiveLine } from './line.ts';
import { severityOf } from './samples.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';

export interface GapFillerOptions {
  readonly config: OpcuaDriverConfig;
  readonly clock: Clock;
  readonly history: DriverHistory;
  /** The time of the server, UTC ms: what it says of later is not believed. */
  readonly serverNow: () => number;
  /** Some of what was missed could not be read: OPC0018. */
  readonly onProblem: (error: CodedError) => void;
}

/** Most that is read back [eng]: what is older is in the plant's own archive, and a console that was away a week is to be live first. */
const LONGEST_MS = 86_400_000;
/** Nodes in one HistoryRead, values in one answer for each, and values of one signal in one gap. */
const NODES_A_CALL = 50;
const VALUES_A_NODE = 1_000;
const MOST_VALUES = 100_000;
/** Answers to one question: a server whose continuation points never end is left. */
const MOST_PAGES = 200;
/** Least pause between two calls. It is at least as long as the call took: live values come first. */
const LEAST_PAUSE_MS = 20;
/** A gap shorter than this, or than three samples, is none. */
const SHORTEST_MS = 1_500;

/** A signal whose history has something that is missing here. */
interface Gap {
  readonly index: number;
  readonly signal: MappedSignal;
  readonly nodeId: NodeId;
  /** Source time of the last value held, UTC ms. */
  readonly from: number;
}

/**
 * Fills the history with what was missed while no server was live: from the value held last, as the server's own history has it.
 * What one connection did not finish is begun again on the next.
 */
export class GapFiller {
  readonly #options: GapFillerOptions;
  /** Signal index -> where its gap begins, of gaps that are not filled yet. */
  readonly #from = new Map<number, number>();

  constructor(options: GapFillerOptions) {
    this.#options = options;
  }

  /** Notes where the values end that are held: to be called before a line's first values come. */
  async note({ indexes }: Pick<LiveLine, 'indexes'>): Promise<void> {
    if (this.#options.config.history === false) return;
    const at = await this.#options.history.heldAt(indexes);
    for (const [i, heldAt] of at.entries()) {
      const index = indexes[i] as number;
      if (heldAt > 0 && !this.#from.has(index)) this.#from.set(index, heldAt);
    }
  }

  /** Reads what is missing and hands it over, until done or `isCurrent` says that the line is not live any more. */
  async fill({ session, map, indexes }: LiveLine, isCurrent: () => boolean): Promise<void> {
    const { clock, serverNow } = this.#options;
    const until = serverNow();
    const gaps = map.signals.flatMap((signal, i): Gap[] => {
      const index = indexes[i] as number;
      const from = this.#from.get(index);
      if (from === undefined || signal.nodeId === undefined) return [];
      if (until - from < this.#shortestMs()) {
        this.#from.delete(index);
        return [];
      }
      return [{ index, signal, nodeId: signal.nodeId, from: Math.max(from, until - LONGEST_MS) }];
    });
    const kept = (await this.#keptBy(session, gaps)).sort((a, b) => a.from - b.from);
    let failed = 0;
    for (let start = 0; start < kept.length && isCurrent(); start += NODES_A_CALL) {
      const part = kept.slice(start, start + NODES_A_CALL);
      const startedAt = clock.monotonic();
      failed += await this.#fillPart(session, part, until, isCurrent);
      if (isCurrent()) for (const { index } of part) this.#from.delete(index);
      await this.#pause(clock.monotonic() - startedAt);
    }
    if (failed > 0) this.#options.onProblem(new CodedError('OPC0018', { signals: failed, of: kept.length }));
  }

  /** The gaps of nodes whose server keeps a history that the user may read; the others are forgotten. */
  async #keptBy(session: ClientSession, gaps: readonly Gap[]): Promise<Gap[]> {
    if (gaps.length === 0 || this.#options.config.history === true) return [...gaps];
    const levels = await readAll(
      session,
      gaps.map((gap) => gap.nodeId),
      AttributeIds.UserAccessLevel,
    );
    return gaps.filter((gap, i) => {
      const level: unknown = levels[i]?.value.value;
      const isKept = typeof level === 'number' && (level & AccessLevelFlag.HistoryRead) !== 0;
      if (!isKept) this.#from.delete(gap.index);
      return isKept;
    });
  }

  /** Reads page after page of a few nodes. Gives how many of them the server failed on. */
  async #fillPart(
    session: ClientSession,
    part: readonly Gap[],
    until: number,
    isCurrent: () => boolean,
  ): Promise<number> {
    const historyReadDetails = new ReadRawModifiedDetails({
      isReadModified: false,
      returnBounds: false,
      numValuesPerNode: VALUES_A_NODE,
      startTime: new Date(Math.min(...part.map((gap) => gap.from))),
      endTime: new Date(until),
    });
    let open = part.map((gap) => ({ gap, continuationPoint: undefined as Buffer | undefined, values: 0 }));
    let failed = 0;
    for (let page = 0; open.length > 0 && page < MOST_PAGES && isCurrent(); page += 1) {
      const response = await session.historyRead(
        new HistoryReadRequest({
          historyReadDetails,
          timestampsToReturn: TimestampsToReturn.Source,
          releaseContinuationPoints: false,
          nodesToRead: open.map(({ gap, continuationPoint }) => ({
            nodeId: gap.nodeId,
            ...(continuationPoint === undefined ? {} : { continuationPoint }),
          })),
        }),
      );
      open = open.flatMap((item, i) => {
        const result = response.results?.[i];
        if (result === undefined || result.statusCode.isBad()) {
          failed += 1;
          return [];
        }
        const samples = samplesOf(item.gap, valuesOf(result), until);
        if (samples.at.length > 0) this.#options.history.fill(item.gap.index, samples);
        const values = item.values + valuesOf(result).length;
        const { continuationPoint } = result;
        const hasMore = continuationPoint?.length > 0 && values < MOST_VALUES;
        return hasMore ? [{ gap: item.gap, continuationPoint, values }] : [];
      });
    }
    return failed;
  }

  #shortestMs(): number {
    return Math.max(SHORTEST_MS, 3 * this.#options.config.samplingMs);
  }

  #pause(tookMs: number): Promise<void> {
    return new Promise((resolve) => this.#options.clock.after(Math.max(LEAST_PAUSE_MS, tookMs), resolve));
  }
}

function valuesOf(result: HistoryReadResult): readonly DataValue[] {
  const data = result.historyData as { readonly dataValues?: readonly DataValue[] | null } | null;
  return data?.dataValues ?? [];
}

/** What lies in the gap, oldest first. What is neither number nor boolean is bad. */
function samplesOf({ signal, from }: Gap, values: readonly DataValue[], until: number): MissedSamples {
  const inGap = values
    .map((read) => ({ read, at: read.sourceTimestamp?.getTime() ?? Number.NaN }))
    .filter(({ at }) => at > from && at <= until)
    .sort((a, b) => a.at - b.at);
  const samples = {
    at: Float64Array.from(inGap, ({ at }) => at),
    values: new Float64Array(inGap.length),
    qualities: new Uint8Array(inGap.length),
  };
  for (const [i, { read }] of inGap.entries()) {
    const raw: unknown = read.value.value;
    const number = typeof raw === 'boolean' ? Number(raw) : typeof raw === 'number' ? raw : Number.NaN;
    samples.values[i] = number * signal.factor + signal.offset;
    samples.qualities[i] = Number.isFinite(number) ? severityOf(read.statusCode.value) : QUALITY.bad;
  }
  return samples;
}
