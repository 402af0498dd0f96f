import { EventEmitter } from 'node:events';
import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import type { SupervisedChild } from '#kit/supervise.ts';

/** An Electron utilityProcess as the supervisor sees a child. It ends with this process by itself. */
export class UtilityChild extends EventEmitter implements SupervisedChild {
  readonly #process: UtilityProcess;
  #isRunning = true;

  constructor(name: string, entry: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    super();
    this.#process = utilityProcess.fork(entry, [...args], { serviceName: `heatline ${name}`, env, stdio: 'inherit' });
    this.#process.on('message', (message: unknown) => this.emit('message', message));
    this.#process.once('exit', (code) => {
      this.#isRunning = false;
      this.emit('exit', code, null);
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get connected(): boolean {
    return this.#isRunning;
  }

  /** Hands ports over; dropped when the process has ended meanwhile (its pages hear of that and ask again). */
  post(message: unknown, ports: MessagePortMain[]): void {
    if (this.#isRunning) this.#process.postMessage(message, ports);
  }

  kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.#process;
    if (signal === 'SIGKILL' && pid !== undefined && this.#isRunning) process.kill(pid, 'SIGKILL');
    else this.#process.kill();
  }

  disconnect(): void {
    this.#process.kill();
  }
}
