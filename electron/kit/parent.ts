/** What Electron gives a utilityProcess to talk to its main process; Node's own types do not know it. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown; readonly ports: readonly unknown[] }) => void): void;
}

function parentPort(): ParentPort | undefined {
  return (process as unknown as { readonly parentPort?: ParentPort }).parentPort;
}

/** Says something to whoever started this process: a launcher (IPC channel), Electron's main process, or nobody. */
export function tellParent(message: { readonly t: string } & Readonly<Record<string, unknown>>): void {
  if (process.send !== undefined) process.send(message);
  else parentPort()?.postMessage(message);
}

/** Whether somebody listens to {@link tellParent}. */
export function hasParent(): boolean {
  return process.send !== undefined || parentPort() !== undefined;
}

/** Ports that Electron's main process hands over, with the words that came with them. */
export function onPorts(listener: (data: unknown, ports: readonly unknown[]) => void): void {
  parentPort()?.on('message', ({ data, ports }) => listener(data, ports));
}

/** Calls `close` once when this process is asked to end, or its parent is gone. */
export function onEnd(close: (why: string) => Promise<void>): void {
  let isClosing = false;
  const end = (why: string): void => {
    if (isClosing) return;
    isClosing = true;
    close(why).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  process.on('disconnect', () => end('parent gone'));
}
