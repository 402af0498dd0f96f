import { failureLines } from '#kit/failure-lines.ts';
import { hasParent, tellParent } from '#kit/parent.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { CORE_HELP } from './args.ts';

/** Says why a core could not start, to its launcher as a message, else to the person in front of it in words; and ends the process. */
export function reportFailure(error: unknown): void {
  const failure =
    error instanceof CodedError
      ? { code: error.code, detail: error.detail }
      : { code: 'API0008', detail: { why: error instanceof Error ? (error.stack ?? error.message) : String(error) } };
  if (hasParent()) {
    process.stderr.write(`${JSON.stringify(failure)}\n`);
    tellParent({ t: 'failed', ...failure });
  } else {
    const usage = failure.code === 'API0007' ? `\n${CORE_HELP}` : '';
    process.stderr.write(`${failureLines(failure).join('\n')}\n${usage}`);
  }
  // Gives the message time to leave.
  setTimeout(() => process.exit(1), 100);
}
