import type { ServerResponse } from 'node:http';

/** The form all errors of the console's HTTP API have; `data.code` is listed in docs/errors.md. */
export const errorBody = (status: number, code: string) => ({ defined: true, status, message: code, data: { code } });

/** Answers with a coded error and closes the connection, so that an unread body is not read to its end. */
export function sendError(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  sendJson(response, status, errorBody(status, code), { ...headers, connection: 'close' });
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
