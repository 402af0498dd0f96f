import { ORPCError } from '@orpc/client';
import { CodedError } from '#shared/lib/coded-error.ts';

export interface ApiFault {
  /** `refused`: the core decided, trying the same again will not help. `unreachable`: nobody knows whether it arrived. */
  readonly kind: 'refused' | 'unreachable';
  readonly code: string;
  readonly detail?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/** What a failed call to the core means. Anything that is not the core's own answer is the connection's fault. */
export function apiFault(thrown: unknown): ApiFault {
  if (thrown instanceof ORPCError) {
    const data = thrown.data as { code?: unknown; detail?: ApiFault['detail'] } | undefined;
    if (typeof data?.code === 'string') return { kind: 'refused', code: data.code, detail: data.detail };
    return { kind: 'refused', code: 'PAG0004', detail: { answer: thrown.code } };
  }
  if (thrown instanceof CodedError) return { kind: 'unreachable', code: thrown.code, detail: thrown.detail };
  return { kind: 'unreachable', code: 'PAG0003' };
}
