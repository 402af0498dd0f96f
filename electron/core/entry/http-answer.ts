import type { ServerResponse } from 'node:http';
import { englishWordsOf } from '#shared/contract/errors/registry.ts';
import type { ErrorDetail } from '#shared/lib/coded-error.ts';

/** The form all errors of the console's HTTP API have; `data.code` is listed in docs/errors.md, `data.next` says what to do. */
export function errorBody(status: number, code: string, detail: ErrorDetail = {}) {
  const { sentence = code, next = '' } = englishWordsOf(code) ?? {};
  return { defined: true, status, message: `${code}: ${sentence}`, data: { code, detail, next } };
}

/** Answers with a coded error and closes the connection, so that an unread body is not read to its end. */
export function sendError(
  response: ServerResponse,
  status: number,
  code: string,
  detail: ErrorDetail = {},
  headers: Readonly<Record<string, string>> = {},
): void {
  sendJson(response, status, errorBody(status, code, detail), { ...headers, connection: 'close' });
}

/** Answers with one JSON document that nobody may keep. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(JSON.stringify(body));
}
