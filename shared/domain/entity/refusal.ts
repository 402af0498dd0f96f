import { err, type Result } from '../../lib/result.ts';
import type { ErrorDetail } from '../../lib/coded-error.ts';
import type { Refusal } from './entity.ts';

/** Every code a rule of the domain can refuse with; their words are in shared/contract/errors/domain.ts. */
export type RefusalCode =
  | `CMD000${1 | 2 | 3 | 4 | 5}`
  | `ORD000${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`
  | `CMP000${1 | 2 | 3}`
  | `ALM000${1 | 2 | 3 | 4 | 5 | 6 | 7}`
  | `INS000${1 | 2}`
  | `ALT000${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`
  | `CRW000${1 | 2}`
  | 'VAL0001'
  | 'VER0001'
  | `BUR000${1 | 2 | 3 | 4}`;

/** A refusal with what a person needs to act on it; details that are not known are left out. */
export function refuse(
  code: RefusalCode,
  detail: Readonly<Record<string, string | number | boolean | undefined>> = {},
): Result<never, Refusal> {
  const known: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(detail)) if (value !== undefined) known[key] = value;
  return err({ code, detail: known satisfies ErrorDetail });
}
