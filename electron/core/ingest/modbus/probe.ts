import type { ModbusDriverConfig } from '#shared/contract/modbus-driver.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { createSampleColumns } from '../../telemetry/ring.ts';
import { ModbusConnection, type ModbusReply } from './connection.ts';
import { pointsOf } from './points.ts';
import { ReadDecoder } from './read-decoder.ts';
import { planReads, type PlannedRead } from './read-plan.ts';
import { paceOf } from './unit.ts';

/** What became of one request of a trial. */
export interface ProbedRead {
  readonly read: PlannedRead;
  readonly ms: number;
  /** `MOD0006` no answer in time, `MOD0007` refused, `MOD0002` to `MOD0005` a wrong reply or the connection lost. */
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly exception?: number | undefined;
  /** By place of the signal: the value, NaN where it is bad. */
  readonly values: ReadonlyMap<number, number>;
}

export interface Probe {
  /** How long it took to connect, ms. */
  readonly connectMs: number;
  readonly reads: readonly ProbedRead[];
  /** Units that there was no time left for. */
  readonly left: readonly number[];
}

export interface ProbeOptions {
  readonly clock: Clock;
  /** After which no further unit is asked. */
  readonly mostMs: number;
  /** Which of the planned requests of a unit to try. */
  readonly choose: (reads: readonly PlannedRead[]) => readonly PlannedRead[];
}

/**
 * Connects to a Modbus device once and asks for what a mapping reads, one request after the other; nothing is registered.
 * @throws CodedError `MOD0001` not reachable, `MAP0006` for a unit of measurement that cannot be converted
 */
export async function probeModbus(config: ModbusDriverConfig, options: ProbeOptions): Promise<Probe> {
  const { clock, mostMs, choose } = options;
  const { signals, clusters } = pointsOf(config);
  const indexes = Uint32Array.from(signals, (_, i) => i);
  const lastSourceAt = new Float64Array(clusters.length);
  const startedAt = clock.monotonic();
  let peer = await dial(config, clock);
  const connectMs = Math.round(clock.monotonic() - startedAt);
  const reads: ProbedRead[] = [];
  const left: number[] = [];
  try {
    for (const [unit, planned] of planReads(clusters, config)) {
      if (clock.monotonic() - startedAt > mostMs) {
        left.push(unit);
        continue;
      }
      const { timeoutMs } = paceOf(config, unit);
      for (const read of choose(planned)) {
        const askedAt = clock.monotonic();
        const reply = await peer.ask(read, timeoutMs);
        const ms = Math.round(clock.monotonic() - askedAt);
        const decoder = new ReadDecoder(read, indexes, lastSourceAt);
        reads.push({ read, ms, ...outcomeOf(reply, decoder, clock.now()) });
        // A wrong reply cost the connection: the next unit is asked over a new one.
        if (reply instanceof CodedError) peer = await dial(config, clock);
        if (reply instanceof CodedError || reply.kind === 'timeout') break;
      }
    }
  } finally {
    peer.dispose();
  }
  return { connectMs, reads, left };
}

function outcomeOf(
  reply: ModbusReply | CodedError,
  decoder: ReadDecoder,
  now: number,
): Omit<ProbedRead, 'read' | 'ms'> {
  const values = new Map<number, number>();
  if (reply instanceof CodedError) {
    return { code: reply.code, detail: reply.message.slice(reply.code.length + 1), values };
  }
  switch (reply.kind) {
    case 'timeout':
      return { code: 'MOD0006', values };
    case 'exception':
      return { code: 'MOD0007', exception: reply.exception, values };
    case 'data': {
      const out = createSampleColumns(decoder.rows);
      decoder.decode(reply.view, reply.base, now, out, 0);
      for (const [row, signal] of out.indexes.entries()) {
        values.set(signal, out.qualities[row] === 0 ? (out.values[row] as number) : Number.NaN);
      }
      return { values };
    }
  }
}

interface Peer {
  ask(read: PlannedRead, timeoutMs: number): Promise<ModbusReply | CodedError>;
  dispose(): void;
}

/** @throws CodedError `MOD0001` */
function dial(config: ModbusDriverConfig, clock: Clock): Promise<Peer> {
  return new Promise((resolve, reject) => {
    let onEnd: (error: CodedError) => void = reject;
    let ended: CodedError | undefined;
    const connection = new ModbusConnection({
      host: config.host,
      port: config.port,
      timeoutMs: config.timeoutMs,
      clock,
      onEnd: (error) => {
        ended = error;
        onEnd(error);
      },
      onConnected: () =>
        resolve({
          ask: (read, timeoutMs) =>
            new Promise((answer) => {
              if (ended !== undefined) answer(ended);
              onEnd = answer;
              connection.read({ ...read, timeoutMs }, (reply) => answer(kept(reply)));
            }),
          dispose: () => connection.dispose(),
        }),
    });
  });
}

/** A reply that outlives the call: the receive buffer does not. */
function kept(reply: ModbusReply): ModbusReply {
  if (reply.kind !== 'data') return reply;
  const { buffer, byteOffset, byteLength } = reply.view;
  return { ...reply, view: new DataView(buffer.slice(byteOffset, byteOffset + byteLength)) };
}
