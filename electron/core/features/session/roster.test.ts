import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPin, loadRoster, rosterPeople } from './roster.ts';

const SHIPPED = fileURLToPath(new URL('../../../../resources/config/roster.json', import.meta.url));
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'heatline-roster-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const person = { id: 'd1', name: '甲', role: 'dispatcher', phone: '000-0000-0001' };
function load(content: unknown) {
  const file = join(dir, 'roster.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return loadRoster(file);
}

describe('roster', () => {
  it('ships people for every duty of the story, whose demo PIN is 0000', () => {
    const roster = loadRoster(SHIPPED);
    const roles = roster.people.map((one) => one.role);
    expect(roles.filter((role) => role === 'callCentre')).toHaveLength(2);
    expect(roles.filter((role) => role === 'dispatcher')).toHaveLength(2);
    expect(roles).toContain('shiftLead');
    expect(roles).toContain('wall');
    const [first] = roster.people;
    expect(checkPin(first, '0000')).toBe(true);
    expect(checkPin(first, '0001')).toBe(false);
    expect(new Set(roster.people.flatMap((one) => one.pin?.salt ?? [])).size).toBe(
      roster.people.filter((one) => one.pin).length,
    );
  });

  it('lets nobody in without a PIN, unknown, or with another PIN', () => {
    const people = rosterPeople(loadRoster(SHIPPED));
    expect(people.list().some((actor) => actor.role === 'wall')).toBe(false);
    expect(people.check('wall-1', '0000')).toBeUndefined();
    expect(people.check('nobody', '0000')).toBeUndefined();
    expect(people.check('dispatcher-1', '')).toBeUndefined();
    expect(people.check('dispatcher-1', '0000')).toEqual({
      id: 'dispatcher-1',
      name: expect.any(String) as string,
      role: 'dispatcher',
    });
  });

  it.each([
    ['{', 'JSON'],
    [{ version: 2, people: [person] }, 'version'],
    [{ version: 1, people: [] }, 'people'],
    [{ version: 1, people: [{ ...person, role: 'king' }] }, 'people.0.role'],
    [{ version: 1, people: [{ ...person, role: 'system' }] }, 'people.0.role'],
    [{ version: 1, people: [{ ...person, pin: '0000' }] }, 'people.0.pin'],
    [{ version: 1, people: [person, person] }, 'd1 is used twice'],
  ])('refuses a wrong roster %#', (content, message) => {
    expect(() => load(content)).toThrow('IMP0040');
    expect(() => load(content)).toThrow(message);
  });
});
