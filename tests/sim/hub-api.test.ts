import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { Order } from '#shared/domain/order/types.ts';
import type { ValveRecord } from '#shared/domain/valve/types.ts';
import { createHubLink, type HubLink } from '#core/hub-link/hub-link.ts';
import { createConsoleLog, type ConsoleLog, type SubmitInput } from '#core/log/console-log.ts';
import { createMemoryJournal } from '#core/log/memory-journal.ts';
import { systemClock } from '#kit/system-clock.ts';
import { freePort } from '#tests/support/free-port.ts';
import { CONSOLE_TOKEN, INTEGRATION_TOKEN, startHub, until, type HubProcess } from './support/hub-process.ts';
import { acceptOrder, assignCrew, createOrder, declareRedAlert } from './support/story.ts';

/** The HTTP API as customer service, crews and weather stations see it, with a console watching over its link. */
let folder: string;
let hub: HubProcess;
let log: ConsoleLog;
let link: HubLink;
const AT = 1_790_000_000_000;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heatline-api-'));
  hub = await startHub(folder, await freePort());
  let ids = 0;
  log = createConsoleLog({
    store: createMemoryJournal(),
    clock: systemClock,
    newId: () => `a-${++ids}`,
    deviceId: 'a',
  });
  link = createHubLink({ url: hub.url, token: CONSOLE_TOKEN, log, clock: systemClock });
});
afterAll(async () => {
  link.dispose();
  expect(await hub.stop()).toBe(0);
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly body: { readonly data?: { readonly code?: string }; readonly [name: string]: unknown };
}

async function call(method: string, path: string, body?: unknown, token = INTEGRATION_TOKEN): Promise<Answer> {
  const answer = await fetch(`${hub.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}

const complaint = (commandId: string): object => ({
  commandId,
  category: 'burst',
  channel: 'phone',
  text: '路上冒热水',
  lon: 116.4,
  lat: 39.9,
  address: 'Xinhua Road 12',
  reportedAt: AT,
});

describe('the HTTP API of the hub', () => {
  it('takes a complaint once, however often it is sent, and shows it on the consoles', async () => {
    const [first, second] = await Promise.all([
      call('POST', '/complaints', complaint('complaint-1')),
      call('POST', '/complaints', complaint('complaint-1')),
    ]);
    expect(first.status).toBe(200);
    expect(second.body).toEqual(first.body);
    const id = String(first.body['complaintId']);
    await until('the console has it', () => log.get({ type: 'complaint', id }) !== undefined);
    expect(log.get<Complaint>({ type: 'complaint', id })?.place.address).toBe('Xinhua Road 12');
    expect(log.list('complaint')).toHaveLength(1);
  });

  it('carries an order to its crew and the field back into the log', async () => {
    const crew = {
      commandId: 'crew-c1-1',
      name: 'crew 1',
      leader: 'Zhao',
      phone: '1',
      members: 4,
      skills: ['pipe'],
      lon: 1,
      lat: 2,
    };
    expect((await call('PUT', '/crews/c1', crew)).status).toBe(200);
    expect((await call('POST', '/crews/c1/shift', { commandId: 'shift-c1-1', onShift: true })).status).toBe(200);
    await until(
      'the crew is on shift',
      () => log.get<{ onShift: boolean }>({ type: 'crew', id: 'c1' })?.onShift === true,
    );
    for (const story of [createOrder('o1'), acceptOrder('o1'), assignCrew('o1', 'c1')]) {
      expect(log.submit(story as SubmitInput).ok).toBe(true);
    }
    await until('the order is at the hub', () => log.pending().count === 0);
    const { body } = await call('GET', '/crews/c1/orders');
    expect(body['orders']).toMatchObject([{ id: 'o1', crewId: 'c1' }]);
    const acceptance = { commandId: 'accept-o1-c1', crewId: 'c1', accepted: true, occurredAt: AT };
    expect((await call('POST', '/orders/o1/crew-acceptance', acceptance)).status).toBe(200);
    expect(
      (await call('POST', '/orders/o1/stages', { commandId: 'stage-o1-1', stage: 'departed', occurredAt: AT })).status,
    ).toBe(200);
    await until('departed', () => log.get<Order>({ type: 'order', id: 'o1' })?.stages.departed !== undefined);
    expect(log.get<Order>({ type: 'order', id: 'o1' })?.crewAcceptedAt).toBe(AT);
  });

  it('takes alert steps and weather', async () => {
    expect(log.submit(declareRedAlert('a1') as SubmitInput).ok).toBe(true);
    await until('declared', () => log.pending().count === 0);
    const step = { commandId: 'step-a1-1', kind: 'valveClosed', text: 'V-12', valveId: 'V-12', occurredAt: AT };
    expect((await call('POST', '/alerts/a1/steps', step)).status).toBe(200);
    const weather = { commandId: 'weather-1', outdoorTempC: -8, windMPerS: 3, observedAt: AT, source: 'roof' };
    expect((await call('POST', '/weather', weather)).status).toBe(200);
    await until('cold', () => log.get<{ cold: boolean }>({ type: 'weather', id: 'current' })?.cold === true);
    const points = [{ at: AT, outdoorTempC: -8 }];
    const forecast = { commandId: 'forecast-1', issuedAt: AT, source: 'service', points };
    expect((await call('POST', '/weather/forecast', forecast)).status).toBe(200);
    await until('the forecast is there', () => log.get({ type: 'forecast', id: 'current' }) !== undefined);
    expect((await call('POST', '/weather/forecast', { ...forecast, points: [] })).status).toBe(400);
  });

  it('gives a crew the valves of its alert, and takes from it what it found at them', async () => {
    expect(log.submit(declareRedAlert('a2') as SubmitInput).ok).toBe(true);
    const order = createOrder('o2');
    const ofAlert = { ...order, payload: { ...(order.payload as object), category: 'burst', alertId: 'a2' } };
    for (const story of [ofAlert, acceptOrder('o2'), assignCrew('o2', 'c1')]) {
      expect(log.submit(story as SubmitInput).ok).toBe(true);
    }
    await until('the order is at the hub', () => log.pending().count === 0);
    for (const [k, valveId] of ['V-1', 'V-2', 'V-3'].entries()) {
      const step = {
        commandId: `order-${valveId}-a2`,
        kind: 'valveOrdered',
        text: 'shut it',
        valveId,
        occurredAt: AT + k,
      };
      expect((await call('POST', '/alerts/a2/steps', step)).status).toBe(200);
    }
    const open = async (): Promise<unknown> => (await call('GET', '/crews/c1/valves')).body['valves'];
    expect(await open()).toEqual(
      ['V-1', 'V-2', 'V-3'].map((valveId, k) => ({
        valveId,
        alertId: 'a2',
        order: k + 1,
        text: 'shut it',
        orderedAt: AT + k,
        drill: false,
      })),
    );
    const report = { crewId: 'c1', occurredAt: AT + 100, alertId: 'a2' };
    const closed = { ...report, commandId: 'report-V-1-a2', state: 'closed', note: '12 turns' };
    const first = await call('POST', '/valves/V-1/state', closed);
    expect(first.status).toBe(200);
    expect(await call('POST', '/valves/V-1/state', closed)).toEqual(first);
    const stuck = { ...report, commandId: 'report-V-2-a2', condition: 'stuck' };
    expect((await call('POST', '/valves/V-2/state', stuck)).status).toBe(200);
    const step = {
      commandId: 'close-V-3-a2',
      kind: 'valveClosed',
      text: '',
      valveId: 'V-3',
      crewId: 'c1',
      occurredAt: AT + 200,
    };
    expect((await call('POST', '/alerts/a2/steps', step)).status).toBe(200);
    expect(await open()).toMatchObject([{ valveId: 'V-2', order: 2 }]);
    const valve = (id: string) => log.get<ValveRecord>({ type: 'valve', id });
    await until('the console has it', () => valve('V-3') !== undefined);
    expect(valve('V-1')).toMatchObject({
      state: 'closed',
      basis: 'field',
      by: 'Zhao',
      at: AT + 100,
      reason: '12 turns',
    });
    expect(valve('V-2')).toMatchObject({ condition: 'stuck', by: 'Zhao' });
    expect(valve('V-3')).toMatchObject({ state: 'closed', by: 'Zhao', at: AT + 200 });
    const steps = log.get<RedAlert>({ type: 'redAlert', id: 'a2' })?.steps ?? [];
    expect(steps.filter(({ kind }) => kind === 'valveClosed')).toMatchObject([
      { valveId: 'V-1', by: 'Zhao', text: '12 turns' },
      { valveId: 'V-3', by: 'Zhao' },
    ]);
    expect((await call('POST', '/valves/V-1/state', { ...report, commandId: 'report-nothing' })).status).toBe(400);
    expect((await call('GET', '/crews/nobody/valves')).body.data?.code).toBe('HUB0012');
  });

  it('passes positions on without the log, the newest wins, and tells who comes later the way as well', async () => {
    const before = log.head().seq;
    const now = systemClock.now();
    const position = (ageMs: number, lon: number): object => ({
      positions: [{ crewId: 'c1', lon, lat: 2, positionAt: now - ageMs }],
    });
    const lonNow = () => link.crews().positions[0]?.at[0];
    expect((await call('POST', '/crew-positions', position(60_000, 5))).body).toEqual({ taken: 1 });
    await call('POST', '/crew-positions', position(20_000, 5.001));
    await call('POST', '/crew-positions', position(40_000, 6));
    await until('the newest position is there', () => lonNow() === 5.001);
    expect(log.head().seq).toBe(before);
    const late = createConsoleLog({
      store: createMemoryJournal(),
      clock: systemClock,
      newId: () => 'x',
      deviceId: 'late',
    });
    const lateLink = createHubLink({ url: hub.url, token: CONSOLE_TOKEN, log: late, clock: systemClock });
    await until('one who comes later has it too', () => lateLink.crews().positions.length === 1);
    expect(lateLink.crews().tracks).toEqual([
      {
        crewId: 'c1',
        points: [
          { at: [5, 2], atMs: now - 60_000 },
          { at: [5.001, 2], atMs: now - 20_000 },
        ],
      },
    ]);
    lateLink.dispose();
  });

  it('says why it does not do something, by code', async () => {
    expect(await call('POST', '/complaints', complaint('complaint-2'), CONSOLE_TOKEN)).toMatchObject({
      status: 401,
      body: { data: { code: 'HUB0001' } },
    });
    expect(await call('GET', '/crews/nobody/orders')).toMatchObject({
      status: 404,
      body: { data: { code: 'HUB0012' } },
    });
    expect((await call('POST', '/complaints', { ...complaint('complaint-3'), lat: 200 })).status).toBe(400);
    const stage = { commandId: 'stage-none-1', stage: 'arrived', occurredAt: AT };
    const refused = await call('POST', '/orders/none/stages', stage);
    expect(refused).toMatchObject({ status: 409, body: { data: { code: 'CMD0003' } } });
    expect(await call('POST', '/orders/none/stages', stage)).toEqual(refused);
    expect(await call('POST', '/orders/other/stages', stage)).toMatchObject({
      status: 409,
      body: { data: { code: 'HUB0007' } },
    });
    expect((await call('GET', '/nothing/here')).status).toBe(404);
    expect((await call('POST', '/complaints', { ...complaint('complaint-4'), text: 'x'.repeat(400_000) })).status).toBe(
      413,
    );
  });

  it('tells its health and describes itself, without a token', async () => {
    const healthOf = async () => (await (await fetch(`${hub.url}/healthz`)).json()) as Record<string, unknown>;
    // A console of an earlier test may still be on its way out.
    await expect.poll(async () => (await healthOf())['connections']).toBe(1);
    const health = await healthOf();
    expect(health).toMatchObject({
      ok: true,
      service: 'heatline-hub',
      versions: { heatline: expect.any(String) as string, node: process.versions.node },
      protocolVersion: 1,
      connections: 1,
      openAlarms: 0,
      activeAlerts: 2,
      notices: [],
    });
    expect(health['headHash']).toMatch(/^[0-9a-f]{64}$/);
    const document = (await (await fetch(`${hub.url}/api/v1/openapi.json`)).json()) as {
      openapi: string;
      paths: object;
    };
    expect(document.openapi).toMatch(/^3\.1\./);
    // Written anew by: curl http://127.0.0.1:48500/api/v1/openapi.json | npx prettier --parser json > docs/openapi.json
    expect(document).toEqual(JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')));
    expect(Object.keys(document.paths).sort()).toEqual([
      '/alerts/{alertId}/steps',
      '/complaints',
      '/crew-positions',
      '/crews/{crewId}',
      '/crews/{crewId}/orders',
      '/crews/{crewId}/shift',
      '/crews/{crewId}/valves',
      '/orders/{orderId}/crew-acceptance',
      '/orders/{orderId}/stages',
      '/valves/{valveId}/state',
      '/weather',
      '/weather/forecast',
    ]);
  });
});
