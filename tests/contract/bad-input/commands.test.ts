import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportLog } from '#core/log/export-log.ts';
import { systemClock } from '#kit/system-clock.ts';
import { verifyLogFile } from '#kit/verify-log.ts';
import { ENTITY_TYPES } from '#shared/domain/entity/entity.ts';
import { anyCommands } from '#tests/support/domain-commands.ts';
import type { ConsoleClient } from '#tests/support/console-client.ts';
import { codeOfCall, giveNote, health, Site, type Served } from './support.ts';

const site = new Site();
let hub: Served;
let core: Served;
let desk: ConsoleClient;
beforeAll(async () => {
  hub = await site.hub();
  core = await site.core(site.hubArgs(hub.ready.url));
  desk = await site.desk(core);
});
afterAll(() => site.close());

const CODE = /^[A-Z]{3}\d{4}$/;
type Submit = Parameters<typeof desk.api.command.submit>[0];

/** Done, or refused by a code: anything else fails the test. */
const judged = async (request: Submit): Promise<'done' | string> => {
  let done = false;
  const call = desk.api.command.submit(request).then(() => (done = true));
  const code = await codeOfCall(call).catch((error: unknown) => {
    if (!done) throw error;
    return 'done';
  });
  if (code !== 'done') expect(code).toMatch(CODE);
  return code;
};

/** Every command type there is, as the domain's own generator knows them. */
const drafts = fc.sample(anyCommands('g'), { seed: 11, numRuns: 30 }).flat();
const types = [...new Map(drafts.map((draft) => [`${draft.entity.type}.${draft.type}`, draft])).values()];

const hostile = fc.oneof(
  fc.jsonValue({ maxDepth: 6 }),
  fc.constantFrom<unknown>(
    null,
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e308,
    -1,
    [],
    '',
    'x'.repeat(200_000),
    '\ud800',
    '\u0000',
  ),
  fc.constant(JSON.parse('{"__proto__":{"role":"shiftLead"},"constructor":{"prototype":{}}}') as unknown),
);

it('refuses or takes every hostile payload of every command type by its code; the logs verify afterwards', async () => {
  expect(types.length).toBeGreaterThan(25);
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...types), hostile, fc.nat(20), async (draft, bad, place) => {
      const keys = Object.keys(draft.payload as object);
      const key = keys[place % Math.max(1, keys.length)];
      const payload = key === undefined || place > 15 ? bad : { ...(draft.payload as object), [key]: bad };
      outcomes.add(await judged({ commandId: randomUUID(), entity: draft.entity, type: draft.type, payload }));
    }),
    { numRuns: 400, seed: 5 },
  );
  // Sensible ones in between, so that there is a state to be broken.
  for (const { entity, type, payload } of drafts.slice(0, 150))
    outcomes.add(await judged({ commandId: randomUUID(), entity, type, payload }));
  expect(outcomes).toContain('done');
  expect(outcomes).toContain('LOG0001');

  await expect.poll(async () => (await health(core)).unsent.count).toBe(0);
  for (const [name, database] of [
    ['console', join(site.dir, 'core', 'journal.db')],
    ['hub', join(site.dir, 'hub', 'hub.db')],
  ] as const) {
    const file = join(site.dir, `${name}.jsonl`);
    const exported = exportLog(database, file, systemClock);
    expect(exported.entries).toBeGreaterThan(10);
    expect(await verifyLogFile(file)).toMatchObject({ ok: true, entries: exported.entries });
  }
});

it('refuses wrong ids, unknown types and deep or too large commands; tells an id used twice for two things', async () => {
  const entity = { type: 'station' as const, id: 'S1' };
  const note = { commandId: randomUUID(), entity, type: 'noteStation', payload: { text: 'a' } };
  const wrong: readonly unknown[] = [
    { ...note, commandId: 'not a uuid' },
    { ...note, entity: { type: '__proto__', id: 'x' } },
    { ...note, entity: { type: 'station', id: 'x'.repeat(129) } },
    { ...note, type: 'x'.repeat(65) },
    null,
    [],
  ];
  for (const request of wrong) expect(await codeOfCall(desk.api.command.submit(request as Submit))).toBe('API0009');
  for (const type of ['constructor', '__proto__', 'toString', 'nothing']) {
    for (const entityType of ENTITY_TYPES) {
      const code = await judged({ ...note, commandId: randomUUID(), entity: { type: entityType, id: 'x' }, type });
      expect(code).not.toBe('done');
    }
  }
  let deep: unknown = 1;
  for (let i = 0; i < 500; i++) deep = [deep];
  expect(await judged({ ...note, commandId: randomUUID(), type: 'nothing', payload: deep })).toMatch(CODE);
  expect(await judged({ ...note, commandId: randomUUID(), payload: { text: 'ü'.repeat(60_000) } })).toMatch(CODE);
  for (const id of ['__proto__', '\u0000', '../..', '\ud800', "'; DROP TABLE pending; --"])
    expect(await judged({ ...note, commandId: randomUUID(), entity: { type: 'station', id } })).toBe('done');

  expect(await judged(note)).toBe('done');
  expect(await judged(note)).toBe('done');
  expect(await judged({ ...note, entity: { type: 'station', id: 'S2' } })).toBe('HUB0007');
  await giveNote(desk);
  await expect.poll(async () => (await health(core)).unsent.count).toBe(0);
});
