import { mkdirSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportCity } from '#city/export/export-city.ts';
import { generateCity } from '#city/generate/generate-city.ts';
import { importNetworkFile, importCustomersFile } from '#core/features/import/import-file.ts';
import { openCache } from '#core/db/cache/open-cache.ts';
import { systemClock } from '#kit/system-clock.ts';
import {
  calibrationSchema,
  candidatesSchema,
  impactResultSchema,
  traceResultSchema,
} from '#shared/contract/analysis-answers.ts';
import { analysisHttpContract } from '#shared/contract/analysis-http.ts';
import { consoleContract } from '#shared/contract/console-api.ts';
import type { TraceResult } from '#shared/domain/network/trace-types.ts';
import type { ConsoleClient } from '#tests/support/console-client.ts';
import { Site, type Served } from './bad-input/support.ts';

/** The network model over HTTP, on a console that runs as its users run it, with an imported city. */
const city = generateCity({ seed: 5, stations: 20 });
const PIPE = city.network.pipes.find((pipe) => pipe.side === 'supply')?.id ?? '';

let site: Site;
let core: Served;
let page: ConsoleClient;

beforeAll(async () => {
  site = new Site();
  mkdirSync(join(site.dir, 'console'));
  await exportCity(city, join(site.dir, 'city'));
  const cache = openCache(join(site.dir, 'console', 'cache.db'));
  for (const result of [
    importNetworkFile(cache, join(site.dir, 'city/network.geojson'), undefined, systemClock),
    importCustomersFile(cache, join(site.dir, 'city/customers.csv'), systemClock),
  ]) {
    expect(result).toMatchObject({ ok: true, value: { warningCount: 0 } });
  }
  cache.dispose();
  core = await site.core([], 'console');
  page = await site.dial(core, 'console');
});
afterAll(() => site.close());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly data?: { readonly code?: string }; readonly [name: string]: unknown };
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(`${core.ready.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${site.token('console')}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer['body'] };
}
const codeOf = ({ status, body }: Answer) => [status, body.data?.code];
const timeless = ({ tookMs: _tookMs, ...rest }: TraceResult) => rest;

describe('the HTTP API of the console', () => {
  it('answers a trace as the screen has it, in the form that its document says', async () => {
    const { status, body } = await call('POST', '/network/trace', { pipeIds: [PIPE] });
    expect(status).toBe(200);
    const overHttp = traceResultSchema.parse(body);
    expect(overHttp).toEqual(body);
    const overSocket = await page.api.analysis.trace({ pipeIds: [PIPE] });
    expect(timeless(overHttp)).toEqual(JSON.parse(JSON.stringify(timeless(overSocket))));
    expect(overHttp.isolatedPipeIds).toContain(PIPE);
    const valve = overHttp.steps[0]?.valveId ?? '';
    const stuck = await call('POST', '/network/trace', {
      pipeIds: [PIPE],
      valves: { [valve]: { condition: 'stuck' } },
    });
    expect(traceResultSchema.parse(stuck.body).rounds.length).toBeGreaterThan(overHttp.rounds.length);
  });

  it('answers impact, localisation and calibration', async () => {
    const impact = await call('POST', '/burst/impact', { pipeId: PIPE, hole: 'burst', simulate: false });
    expect(impact.status).toBe(200);
    expect(impactResultSchema.parse(impact.body)).toEqual(impact.body);
    const at = city.network.pipes.find((pipe) => pipe.id === PIPE)?.path[0];
    const byPlace = await call('POST', '/burst/impact', { at, simulate: false, params: { 'washout.lowM': 6 } });
    expect(byPlace.status).toBe(200);
    const localise = await call('POST', '/burst/localise', { drops: [], top: 3 });
    expect(localise.status).toBe(200);
    expect(candidatesSchema.parse(localise.body)).toEqual(localise.body);
    const calibration = await call('GET', '/network/calibration');
    expect(calibration.status).toBe(200);
    expect(calibrationSchema.nullable().parse(calibration.body)).toEqual(calibration.body);
  });

  it('is for the console token alone, and for no other site', async () => {
    const ask = (headers: Record<string, string>) =>
      call('POST', '/network/trace', { pipeIds: [PIPE] }, headers).then(codeOf);
    for (const authorization of ['', 'Bearer', 'Bearer wrong', 'Basic abc', `Bearer ${site.token('console')}x`]) {
      expect(await ask({ authorization })).toEqual([401, 'API0001']);
    }
    expect(await ask({ authorization: `Bearer ${site.token('console', 'wall')}` })).toEqual([403, 'API0004']);
    expect(await ask({ origin: 'https://elsewhere.example' })).toEqual([403, 'API0005']);
    const { headers } = await call('POST', '/network/trace', { pipeIds: [PIPE] });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['no body', undefined],
    ['not JSON', '{"pipeIds": ['],
    ['not an object', '[]'],
    ['no pipes', { pipeIds: [] }],
    ['numbers for ids', { pipeIds: [1] }],
    ['too many', { pipeIds: Array.from({ length: 1_001 }, String) }],
    ['an unknown state', { pipeIds: [PIPE], valves: { V: { state: 'ajar' } } }],
  ])('refuses a wrong body: %s', async (_what, body) => {
    const answer = await call('POST', '/network/trace', body, { 'content-type': 'application/json' });
    expect(codeOf(answer)).toEqual([400, 'API0009']);
  });

  it('refuses by code what the network does not have', async () => {
    expect(codeOf(await call('POST', '/network/trace', { pipeIds: ['none'] }))).toEqual([409, 'NET0001']);
    expect(codeOf(await call('POST', '/burst/impact', { at: [0, 0], simulate: false }))).toEqual([409, 'NET0006']);
    expect(codeOf(await call('POST', '/burst/impact', {}))).toEqual([400, 'API0009']);
    expect(codeOf(await call('POST', '/burst/impact', { pipeId: PIPE, params: { 'no.such': 1 } }))).toEqual([
      400,
      'API0009',
    ]);
  });

  it('says which field is wrong and what to do, and takes no field or station that it does not know', async () => {
    const wrong = async (path: string, body: unknown) => {
      const { status, body: answer } = await call('POST', path, body);
      return { status, ...answer.data };
    };
    expect(await wrong('/network/trace', { pipeIds: [PIPE], valve: {} })).toMatchObject({
      status: 400,
      detail: { why: expect.stringContaining('"valve"') as string },
      next: expect.stringContaining('correct the field') as string,
    });
    expect(await wrong('/burst/impact', { at: ['x', 45] })).toMatchObject({ status: 400, detail: { field: 'at.0' } });
    expect(await wrong('/burst/impact', { pipeId: PIPE, params: { 'leak.size': 1 } })).toMatchObject({
      detail: { field: 'params.leak.size' },
    });
    expect(await wrong('/burst/localise', { drops: [{ stationId: 'none', supplyM: 4 }] })).toMatchObject({
      status: 409,
      code: 'NET0011',
      detail: { count: 1, ids: 'none' },
    });
    expect(await wrong('/network/trace', '{"pipeIds": [NaN]}')).toMatchObject({
      status: 400,
      detail: { why: 'the body is not JSON' },
    });
  });

  it('has nothing else of the console there', async () => {
    for (const path of ['/network/get', '/session/people', '/command/submit', '/analysis/trace', '/', '/openapi']) {
      expect(codeOf(await call('POST', path, {}))).toEqual([404, 'API0013']);
    }
    const wrong = await call('GET', '/network/trace');
    expect(codeOf(wrong)).toEqual([405, 'API0013']);
    expect(wrong.headers.get('allow')).toBe('POST');
    expect(codeOf(await call('DELETE', '/network/calibration'))).toEqual([405, 'API0013']);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(codeOf(await call('POST', '/network/trace', 'pipeIds[]=P1', form))).toEqual([415, 'API0013']);
    expect((await fetch(`${core.ready.url}/`, { method: 'POST' })).status).toBe(405);
  });

  it('reads no giant body, and works on after a peer that stops in the middle of one', async () => {
    const giant = JSON.stringify({ pipeIds: [PIPE], startAt: 'x'.repeat(5_000_000) });
    expect(codeOf(await call('POST', '/network/trace', giant))).toEqual([413, 'API0011']);
    await new Promise<void>((resolve) => {
      const cut = httpRequest(`${core.ready.url}/api/v1/network/trace`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${site.token('console')}`,
          'content-type': 'application/json',
          'content-length': '1000',
        },
      });
      cut.on('error', () => undefined);
      cut.on('close', resolve);
      cut.write('{"pipeIds":');
      setTimeout(() => cut.destroy(), 100);
    });
    expect((await call('POST', '/network/trace', { pipeIds: [PIPE] })).status).toBe(200);
  });

  it('answers every one of many at once, some with "ask again"', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => call('POST', '/network/trace', { pipeIds: [PIPE] })),
    );
    for (const answer of answers) {
      expect([200, 503]).toContain(answer.status);
      if (answer.status === 503) expect(answer.body.data?.code).toBe('API0012');
    }
    expect(answers.some((answer) => answer.status === 200)).toBe(true);
    expect((await call('POST', '/network/trace', { pipeIds: [PIPE] })).status).toBe(200);
  });

  it('describes itself without a token, with the routes of the screens', async () => {
    const document = (await (await fetch(`${core.ready.url}/api/v1/openapi.json`)).json()) as { paths: object };
    // Written anew by: curl http://127.0.0.1:48600/api/v1/openapi.json | npx prettier --parser json > docs/openapi-console.json
    const committed: unknown = JSON.parse(
      readFileSync(new URL('../../docs/openapi-console.json', import.meta.url), 'utf8'),
    );
    expect(document).toEqual(committed);
    const routes = Object.entries(consoleContract.analysis).map(([name, one]) => [name, one['~orpc'].route] as const);
    expect(Object.keys(document.paths)).toEqual(routes.map(([, route]) => route.path));
    expect(Object.fromEntries(routes)).toEqual(
      Object.fromEntries(Object.entries(analysisHttpContract).map(([name, one]) => [name, one['~orpc'].route])),
    );
  });
});
