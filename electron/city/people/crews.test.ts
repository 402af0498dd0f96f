import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLogger } from '#kit/logger.ts';
import { systemClock } from '#kit/system-clock.ts';
import { lineCity } from '#tests/support/hand-plant.ts';
import { distanceM, fromLocalM, type LonLat } from '#shared/lib/geo.ts';
import { noTruth } from '../truth/truth-file.ts';
import { startCrews } from './crews.ts';
import { HubClient } from './hub-client.ts';
import { createWeather } from './weather.ts';

interface Heard {
  readonly what: string;
  readonly body: Record<string, unknown>;
}

/** Knows when nothing is under way to the hub any more, of what is sent for good and of what is asked and told once. */
class CountingHub extends HubClient {
  #open = 0;

  get isIdle(): boolean {
    return this.waiting === 0 && this.#open === 0;
  }

  override tell(...words: Parameters<HubClient['tell']>): Promise<void> {
    return this.#count(super.tell(...words));
  }

  override get(path: string): Promise<unknown> {
    return this.#count(super.get(path));
  }

  async #count<T>(call: Promise<T>): Promise<T> {
    this.#open += 1;
    try {
      return await call;
    } finally {
      this.#open -= 1;
    }
  }
}

test('crews register, say where they are, take the order they are given through its stages and arrive at its place', async () => {
  const line = lineCity(3, 0);
  const valve = { id: 'V1', side: 'supply', from: 'a', to: 'b', at: line.crews[0]!.base } as const;
  const city = {
    ...line,
    network: { ...line.network, valves: [{ ...valve, state: 'open', condition: 'unknown' } as const] },
  };
  const site = fromLocalM(city.crews[0]!.base, 0, -900);
  const heard: Heard[] = [];
  const order = {
    id: 'O 1',
    urgent: true,
    alertId: 'A1',
    place: { at: site, address: '和平路1号' },
    stages: { received: { at: 1 } },
    number: '1122-001',
  };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const what = `${request.method} ${request.url?.replace('/api/v1', '')}`;
      if (request.method !== 'GET') heard.push({ what, body: JSON.parse(text) as Heard['body'] });
      response.end(
        JSON.stringify({ orders: [order], valves: [{ alertId: 'A1', valveId: 'V1', orderedAt: 1, drill: true }] }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dir = mkdtempSync(join(tmpdir(), 'heatline-crews-'));
  const tokenFile = join(dir, 'token');
  writeFileSync(tokenFile, 'secret');
  const hub = new CountingHub({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokenFile,
    runId: 'run-1',
    clock: systemClock,
    log: createLogger({ name: 'test', level: 'silent' }),
    onRefused: () => undefined,
  });
  const heardOf = (part: string) => heard.filter(({ what }) => what.includes(part));
  try {
    const turned: string[] = [];
    const plant = { setValve: (valveId: string) => turned.push(valveId) > 0 };
    const crews = startCrews({ city, seed: 7, speed: 3, plant, hub, truth: noTruth });
    const weather = createWeather({ outdoorTempC: -12.345 }, 7, hub);
    // The run's own seconds; each waits for what it told and asked the hub.
    for (let s = 1; s <= 400; s++) {
      crews.advance(s * 1000);
      weather(s * 1000);
      do await new Promise((resolve) => setImmediate(resolve));
      while (!hub.isIdle);
    }
    expect(heardOf('/crews/').map(({ what }) => what)).toEqual(['PUT /crews/C01', 'POST /crews/C01/shift']);
    expect(heardOf('PUT')[0]?.body).toMatchObject({
      name: '抢修一队',
      leader: '王强',
      members: 4,
      skills: ['pipe', 'welding'],
    });
    expect(
      heardOf('/orders/').map(({ what, body }) => `${what.slice(5)} ${String(body['stage'] ?? body['accepted'])}`),
    ).toEqual([
      '/orders/O%201/crew-acceptance true',
      '/orders/O%201/stages contacted',
      '/orders/O%201/stages departed',
      '/orders/O%201/stages arrived',
      '/orders/O%201/stages handled',
    ]);
    expect(heardOf('/orders/').at(-1)?.body['proof']).toMatch(/照片/);
    // A drill: it goes to the valve and says so, and turns nothing.
    expect(heardOf('/valves/')).toMatchObject([
      { what: 'POST /valves/V1/state', body: { state: 'closed', alertId: 'A1' } },
    ]);
    expect(turned).toEqual([]);
    expect(heardOf('/alerts/A1/steps').map(({ body }) => body['kind'])).toEqual(['crewArrived']);
    const ids = heard.flatMap(({ body }) => body['commandId'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const positions = heardOf('crew-positions').map(
      ({ body }) => (body['positions'] as { lon: number; lat: number }[])[0]!,
    );
    expect(positions).toHaveLength(80);
    const closest = Math.min(...positions.map(({ lon, lat }) => distanceM([lon, lat] as LonLat, site)));
    expect(closest).toBeLessThan(80);
    expect(heardOf('/weather').map(({ body }) => body['outdoorTempC'])).toEqual([
      -12.3, -12.3, -12.3, -12.3, -12.3, -12.3, -12.3,
    ]);
  } finally {
    hub.dispose();
    server.closeAllConnections();
    server.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
