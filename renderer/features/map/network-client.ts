import type { ValveGuess } from '#shared/domain/network/trace-types.ts';
import type { Network } from '#shared/domain/network/types.ts';
import {
  bareNetwork,
  type NetworkAnswer,
  type NetworkQuestion,
  type NetworkState,
  type PipeSegment,
} from './network-state.ts';

let worker: Worker | undefined;
let given: Network | undefined;
let lastSerial = 0;
const waiting = new Map<number, (answer: NetworkAnswer) => void>();

/** The worker of this page, begun with the first question and given each network once. */
function ask(network: Network, question: (serial: number) => NetworkQuestion): Promise<NetworkAnswer> {
  if (!worker) {
    worker = new Worker(new URL('./network-state.worker.ts', import.meta.url), {
      type: 'module',
      name: 'network state',
    });
    worker.addEventListener('message', ({ data }: MessageEvent<NetworkAnswer>) => {
      waiting.get(data.serial)?.(data);
      waiting.delete(data.serial);
    });
  }
  const target = worker;
  if (given !== network) {
    given = network;
    target.postMessage({ network: bareNetwork(network) } satisfies NetworkQuestion);
  }
  const serial = ++lastSerial;
  return new Promise((resolve) => {
    waiting.set(serial, resolve);
    target.postMessage(question(serial));
  });
}

/** What the valves as they stand do to the network. */
export async function askState(network: Network, valves: Readonly<Record<string, ValveGuess>>): Promise<NetworkState> {
  const answer = await ask(network, (serial) => ({ serial, valves }));
  if (!('state' in answer)) throw new Error('another question was answered');
  return answer.state;
}

/** The segment that a pipe lies in. */
export async function askSegment(network: Network, pipeId: string): Promise<PipeSegment | undefined> {
  const answer = await ask(network, (serial) => ({ serial, segmentOf: pipeId }));
  return 'segment' in answer ? answer.segment : undefined;
}
