import {
  superviseProcess,
  type ProcessExit,
  type ReadyMessage,
  type SupervisedProcess,
  type SuperviseOptions,
} from '#kit/supervise.ts';
import { systemClock } from '#kit/system-clock.ts';
import { CodedError, type ErrorDetail } from '#shared/lib/coded-error.ts';
import type { PartName } from './run-info.ts';

/** A part that dies this often before it was ever ready is given up, with its reason. Later deaths never are. */
const FIRST_DEATHS = 3;

/** A running part of the console. */
export interface Part {
  readonly name: PartName;
  readonly process: SupervisedProcess;
  /** What it said at its first start. */
  readonly ready: ReadyMessage;
  /** Its address, where it said one. */
  readonly url: string | undefined;
}

export interface PartOptions {
  readonly name: PartName;
  readonly entry: string;
  readonly args: SuperviseOptions['args'];
  readonly onChange: () => void;
  readonly say: (line: string) => void;
}

/**
 * Starts a part and waits until it is ready; from then on it is kept running. Throws the coded reason it gave itself, or CLI0005, when it
 * ends three times before.
 */
export async function startPart({ name, entry, args, onChange, say }: PartOptions): Promise<Part> {
  let wasReady = false;
  let deaths = 0;
  let giveUp: (reason: Error) => void = () => undefined;
  const givenUp = new Promise<never>((_resolve, reject) => (giveUp = reject));
  const supervised = superviseProcess({
    name,
    entry,
    args,
    clock: systemClock,
    onState: () => onChange(),
    onExit: (exit) => {
      deaths += 1;
      if (!wasReady && deaths >= FIRST_DEATHS) giveUp(reasonOf(name, exit));
      else if (exit.restartInMs !== undefined) {
        say(`${name} ended (${String(exit.failure?.code ?? exit.signal ?? exit.code)}); starting it again`);
      }
    },
  });
  try {
    const ready = await Promise.race([supervised.whenReady(), givenUp]);
    wasReady = true;
    return { name, process: supervised, ready, url: typeof ready['url'] === 'string' ? ready['url'] : undefined };
  } catch (error) {
    await supervised.stop();
    throw error;
  }
}

function reasonOf(part: string, { failure, code, signal }: ProcessExit): CodedError {
  if (failure !== undefined) return new CodedError(failure.code, { part, ...plainDetail(failure.detail) });
  return new CodedError('CLI0005', { part, ended: String(signal ?? code ?? 'not started') });
}

function plainDetail(detail: unknown): ErrorDetail {
  const plain: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(typeof detail === 'object' && detail !== null ? detail : {})) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') plain[key] = value;
  }
  return plain;
}
