import { createServer } from 'node:net';
import { CodedError } from '#shared/lib/coded-error.ts';

/** Whether `port` on `host` can be listened on now: undefined when it can, else why not (`EADDRINUSE`, ...). Port 0 always can. */
export function portProblem(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}

/** Throws CLI0002 for a port in use, CLI0004 for an address that is not of this computer. */
export async function requirePort(host: string, port: number): Promise<void> {
  const problem = await portProblem(host, port);
  if (problem === 'EADDRINUSE') throw new CodedError('CLI0002', { host, port });
  if (problem !== undefined) throw new CodedError('CLI0004', { host, port, problem });
}
