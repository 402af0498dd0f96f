import { tellParent } from '#kit/parent.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

/** Says why a core could not start, to its launcher and on standard error, and ends the process. */
export function reportFailure(error: unknown): void {
  const failure =
    error instanceof CodedError
      ? { code: error.code, detail: error.detail }
      : { code: 'API0008', detail: { why: error instanceof Error ? (error.stack ?? error.message) : String(error) } };
  process.stderr.write(`${JSON.stringify(failure)}\n`);
  tellParent({ t: 'failed', ...failure });
  // Gives the message time to leave.
  setTimeout(() => process.exit(1), 100);
}
