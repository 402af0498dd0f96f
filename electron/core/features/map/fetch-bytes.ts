import { CodedError } from '#shared/lib/coded-error.ts';

/** A map server that has not answered by then is taken for gone, ms. [eng] */
const TIMEOUT_MS = 8_000;

export interface Fetched {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * What is behind an address, read no further than `most` bytes. Undefined: there is nothing (204, 404).
 * @throws CodedError MPS0005 no answer, MPS0006 refused, MPS0008 too large
 */
export async function fetchBytes(url: string, most: number, timeoutMs = TIMEOUT_MS): Promise<Fetched | undefined> {
  const host = URL.parse(url)?.host ?? '';
  const gone = (cause: unknown) => new CodedError('MPS0005', { host, why: reasonOf(cause) }, { cause });
  let response: Response;
  try {
    response = await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
      headers: { 'User-Agent': 'heatline', Accept: 'image/*, */*;q=0.5' },
    });
  } catch (cause) {
    throw gone(cause);
  }
  if (response.status === 204 || response.status === 404) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new CodedError(response.status >= 500 ? 'MPS0005' : 'MPS0006', { host, status: response.status });
  }
  const type = (response.headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of response.body ?? []) {
      length += part.byteLength;
      if (length > most) break;
      parts.push(part);
    }
  } catch (cause) {
    throw gone(cause);
  }
  if (length > most) throw new CodedError('MPS0008', { host, most });
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return { type, bytes };
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const { cause } = thrown;
  return (cause instanceof Error && cause.message !== '' ? cause.message : thrown.message).slice(0, 200);
}
