import type { IncomingMessage, ServerResponse } from 'node:http';
import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { BodyLimitPlugin } from '@orpc/server/node';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { hubApiContract } from '#shared/contract/hub-api.ts';
import type { Log } from '#kit/logger.ts';
import { createHubRouter, type ApiServices } from './router.ts';

/** Largest request body: 500 positions are 60 kB [eng]. */
const BODY_MAX_BYTES = 256 * 1024;
const PREFIX = '/api/v1';

/** The OpenAPI 3.1 document of the hub's API. */
export function openApiDocument(): Promise<unknown> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  return generator.generate(hubApiContract, {
    info: {
      title: 'Heatline hub',
      version: '1.0.0',
      description:
        'Complaints, crews, orders, alert steps and weather into the log of a Heatline hub. Errors carry a code of docs/errors.md.',
    },
    servers: [{ url: PREFIX }],
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  });
}

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers everything on the hub's port that is not a socket: /healthz, the API and its document; the rest is 404. */
export function createApiHandler(services: ApiServices, health: () => unknown, log: Log): RequestHandler {
  const handler = new OpenAPIHandler(createHubRouter(services), {
    plugins: [new BodyLimitPlugin({ maxBodySize: BODY_MAX_BYTES })],
  });
  let document: Promise<unknown> | undefined;
  return async (request, response) => {
    try {
      const path = (request.url ?? '/').split('?')[0];
      if (request.method === 'GET' && path === '/healthz') return sendJson(response, 200, health());
      if (request.method === 'GET' && path === `${PREFIX}/openapi.json`) {
        document ??= openApiDocument();
        return sendJson(response, 200, await document);
      }
      const context = { authorization: request.headers.authorization };
      const { matched } = await handler.handle(request, response, { prefix: PREFIX, context });
      if (!matched) sendJson(response, 404, { code: 'HUB0012', detail: { path: (path ?? '').slice(0, 200) } });
    } catch (error) {
      log.warn({ error: String(error) }, 'request failed');
      if (!response.headersSent) sendJson(response, 500, { code: 'HUB0008' });
      else response.destroy();
    }
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
