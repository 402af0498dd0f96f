import type { IncomingMessage, ServerResponse } from 'node:http';
import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { BodyLimitPlugin } from '@orpc/server/node';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { z } from 'zod';
import { analysisHttpContract } from '#shared/contract/analysis-http.ts';
import type { Access } from '#shared/contract/feed.ts';
import type { Core } from '../app.ts';
import { errorBody, sendError, sendJson } from './http-answer.ts';
import type { WebServerOptions } from './web-server.ts';

/** Largest body: the 20,000 drops and 20,000 complaints a question may hold are 3 MB [eng]. */
const BODY_MAX_BYTES = 4 * 1024 * 1024;
/** A larger one up to this is read and thrown away, so that its sender can be told [eng]. */
const READ_AWAY_BYTES = 8 * BODY_MAX_BYTES;
/** Questions under way at once; the model answers one at a time, and the screens wait in the same queue [eng]. */
const MAX_WAITING = 4;
const PREFIX = '/api/v1';
const DOCUMENT_PATH = `${PREFIX}/openapi.json`;

/** What is reachable: method by path. */
const METHODS: ReadonlyMap<string, string> = new Map([
  [DOCUMENT_PATH, 'GET'],
  ...Object.values(analysisHttpContract).map(({ '~orpc': { route } }) => {
    const { method = 'POST', path = '' } = route;
    return [`${PREFIX}${path}`, method] as const;
  }),
]);

/** The OpenAPI 3.1 document of the console's HTTP API. */
export function consoleOpenApi(): Promise<unknown> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  return generator.generate(analysisHttpContract, {
    info: {
      title: 'Heatline console',
      version: '1.0.0',
      description:
        'The network model of a running Heatline console: what the screens ask, for programs (docs/burst.md). The console token is the bearer token. Errors carry a code of docs/errors.md.',
    },
    servers: [{ url: PREFIX }],
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  });
}

/**
 * The network model over HTTP: the same router as the pages', its `analysis` part alone. For the console token only: each question is
 * work for the one thread that the control room's screens wait for, and a wall token lies in browsers that anyone may stand at.
 */
export function createHttpApi(core: Pick<Core, 'router'>): WebServerOptions['onHttp'] {
  const handler = new OpenAPIHandler(core.router.analysis, {
    plugins: [new BodyLimitPlugin({ maxBodySize: BODY_MAX_BYTES })],
    rootInterceptors: [
      async ({ next }) => {
        const result = await next();
        if (!result.matched || result.response.status < 400) return result;
        const { status, body } = refusalOf(result.response);
        return { matched: true, response: { ...result.response, status, body } };
      },
    ],
  });
  let document: Promise<unknown> | undefined;
  let waiting = 0;

  async function ask(request: IncomingMessage, response: ServerResponse, access: Access): Promise<void> {
    if (waiting >= MAX_WAITING) return sendError(response, 503, 'API0012', {}, { 'retry-after': '2' });
    waiting += 1;
    try {
      await handler.handle(request, response, { prefix: PREFIX, context: { seat: 'http', access } });
    } finally {
      waiting -= 1;
    }
  }

  return async (request, response, access) => {
    try {
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      const method = METHODS.get(path);
      if (method === undefined) return sendError(response, 404, 'API0013', { path: path.slice(0, 200) });
      if (method !== request.method) return sendError(response, 405, 'API0013', { takes: method }, { allow: method });
      if (path === DOCUMENT_PATH) {
        document ??= consoleOpenApi();
        return sendJson(response, 200, await document);
      }
      if (access === undefined) return sendError(response, 401, 'API0001', {}, { 'www-authenticate': 'Bearer' });
      if (access !== 'full') return sendError(response, 403, 'API0004');
      const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
      if (method === 'POST' && !isJson) return sendError(response, 415, 'API0013', { takes: 'application/json' });
      const length = Number(request.headers['content-length'] ?? 0);
      if (length > READ_AWAY_BYTES) return sendError(response, 413, 'API0011', { maxBytes: BODY_MAX_BYTES });
      // What the peer still sends is read away, so that it hears the answer instead of a closed connection.
      if (length > BODY_MAX_BYTES)
        return sendJson(response, 413, errorBody(413, 'API0011', { maxBytes: BODY_MAX_BYTES }));
      response.setHeader('cache-control', 'no-store');
      return await ask(request, response, access);
    } catch {
      // The peer went away in the middle, or the document could not be made: this answer is over, the console goes on.
      if (response.headersSent) response.destroy();
      else sendError(response, 500, 'API0010');
    }
  };
}

const refusalSchema = z.object({
  code: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

/** An error of the router as HTTP has it: what does not fit the contract is 400 or 413, and whatever has no code gets one. */
function refusalOf(response: { readonly status: number; readonly body: unknown }): { status: number; body: unknown } {
  const { status, body } = response;
  if (status === 413) return { status, body: errorBody(status, 'API0011', { maxBytes: BODY_MAX_BYTES }) };
  const refusal = refusalSchema.safeParse(z.object({ data: z.unknown() }).safeParse(body).data?.data).data;
  if (refusal === undefined) {
    // It never came to the router: what was sent could not be read at all.
    if (status === 400) return { status, body: errorBody(status, 'API0009', { why: 'the body is not JSON' }) };
    return { status, body: errorBody(status, 'API0010') };
  }
  const asHttp = refusal.code === 'API0009' ? 400 : status;
  return { status: asHttp, body: errorBody(asHttp, refusal.code, refusal.detail) };
}
