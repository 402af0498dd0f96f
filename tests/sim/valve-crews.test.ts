import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateCity } from '#city/generate/generate-city.ts';
import { startCrews } from '#city/people/crews.ts';
import { HubClient } from '#city/people/hub-client.ts';
import { createPlant, type RunningPlant } from '#city/plant/plant.ts';
import { noTruth } from '#city/truth/truth-file.ts';
import { createHubLink, type HubLink } from '#core/hub-link/hub-link.ts';
import { createConsoleLog, type ConsoleLog, type SubmitInput } from '#core/log/console-log.ts';
import { createMemoryJournal } from '#core/log/memory-journal.ts';
import { createLogger } from '#kit/logger.ts';
import { systemClock } from '#kit/system-clock.ts';
import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { ValveRecord } from '#shared/domain/valve/types.ts';
import { freePort } from '#tests/support/free-port.ts';
import { CONSOLE_TOKEN, INTEGRATION_TOKEN, startHub, until, type HubProcess } from './support/hub-process.ts';
import { acceptOrder, assignCrew, createOrder, declareRedAlert, shiftLead, type Story } from './support/story.ts';

/** A console orders valves shut, the city's crew reads it at a real hub, turns them in the plant, and the console hears what came of it. */
const city = generateCity({ seed: 7, stations: 20 });
const START_MS = 1_790_000_000_000;
const CREW = city.crews[0]?.id ?? '';
const { valves } = city.network;

let folder: string;
let hub: HubProcess;
let log: ConsoleLog;
let link: HubLink;
let plant: RunningPlant;
let client: HubClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heatline-valves-'));
  hub = await startHub(folder, await freePort());
  plant = await createPlant(city, { seed: 7, startAtMs: START_MS });
  plant.step(START_MS);
  let ids = 0;
  log = createConsoleLog({
    store: createMemoryJournal(),
    clock: systemClock,
    newId: () => `v-${String(++ids)}`,
    deviceId: 'v',
  });
  link = createHubLink({ url: hub.url, token: CONSOLE_TOKEN, log, clock: systemClock });
  const tokenFile = join(folder, 'city.token');
  writeFileSync(tokenFile, INTEGRATION_TOKEN);
  client = new HubClient({
    url: hub.url,
    tokenFile,
    runId: 'run',
    clock: systemClock,
    log: createLogger({ name: 'test', level: 'silent' }),
    onRefused: (report, status, answer) => {
      throw new Error(`${report.path} ${String(status)} ${answer}`);
    },
  });
});
afterAll(async () => {
  client.dispose();
  link.dispose();
  plant.dispose();
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('closes what turns, tells of what is stuck, and leaves nothing on the list that it could close', async () => {
  const crews = startCrews({ city, seed: 7, speed: 40, plant, hub: client, truth: noTruth });
  await until('the crew is registered', () => log.get({ type: 'crew', id: CREW }) !== undefined);
  const turning = valves.find((one) => one.state === 'open' && one.condition === 'operable')?.id ?? '';
  const stuck = valves.find((one) => one.state === 'open' && one.condition === 'stuck')?.id ?? '';
  const at = valves.find((one) => one.id === turning)?.at;
  const order = createOrder('o1');
  const payload = { ...(order.payload as object), category: 'burst', alertId: 'a1', place: { at } };
  const ordered = (valveId: string): Story => ({
    entity: { type: 'redAlert', id: 'a1' },
    type: 'recordStep',
    payload: { kind: 'valveOrdered', valveId, text: '关', occurredAt: START_MS },
    actor: shiftLead,
  });
  const story = [declareRedAlert('a1'), { ...order, payload }, acceptOrder('o1'), assignCrew('o1', CREW)];
  for (const one of [...story, ordered(turning), ordered(stuck)]) {
    expect(log.submit(one as SubmitInput).ok).toBe(true);
  }
  await until('all is at the hub', () => log.pending().count === 0);

  const said = (id: string) => log.get<ValveRecord>({ type: 'valve', id });
  let nowMs = START_MS;
  await until('both valves are reported', () => {
    crews.advance((nowMs += 1_000));
    return said(turning) !== undefined && said(stuck) !== undefined;
  });
  expect(said(turning)).toMatchObject({ state: 'closed', basis: 'field' });
  expect(said(stuck)).toMatchObject({ state: 'open', condition: 'stuck', basis: 'field' });
  await until('the alert has its steps', () => {
    const steps = log.get<RedAlert>({ type: 'redAlert', id: 'a1' })?.steps ?? [];
    return [turning, stuck].every((id) =>
      steps.some((step) => step.valveId === id && step.kind === (id === turning ? 'valveClosed' : 'note')),
    );
  });
  const { valves: open } = (await client.get(`/crews/${CREW}/valves`)) as { valves: { valveId: string }[] };
  expect(open.map((one) => one.valveId)).toEqual([stuck]);
});
