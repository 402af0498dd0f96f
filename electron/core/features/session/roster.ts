import { scryptSync, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ROLES, type Actor } from '#shared/domain/entity/entity.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

/** scrypt of a PIN: cost 2^14, block 8, one lane, 32 bytes (a guess costs some 50 ms). */
const SCRYPT = { N: 16_384, r: 8, p: 1 } as const;
const HASH_BYTES = 32;
const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${String(bytes * 2)}}$`));

const personSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
  name: z.string().min(1).max(60),
  role: z.enum(ROLES).exclude(['system']),
  phone: z.string().min(1).max(40),
  crewId: z.string().min(1).max(100).optional(),
  /** Missing for who cannot sign on (a wall display). */
  pin: z.strictObject({ salt: hex(16), hash: hex(HASH_BYTES) }).optional(),
});
const rosterSchema = z.strictObject({ version: z.literal(1), people: z.array(personSchema).min(1).max(1000) });

/** Someone on duty: who can be paged by phone, and sign on where there is a PIN. */
export type Person = z.output<typeof personSchema>;
export interface Roster {
  readonly people: readonly Person[];
}

/** Reads a roster file (docs/cli.md, Roster). Throws IMP0040: not to be read, not of this form, or an id used twice. */
export function loadRoster(file: string): Roster {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new CodedError('IMP0040', { file, problem: (cause as Error).message }, { cause });
  }
  const parsed = rosterSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CodedError('IMP0040', { file, path: (issue?.path ?? []).join('.'), problem: issue?.message ?? 'wrong' });
  }
  const ids = new Set<string>();
  for (const { id } of parsed.data.people) {
    if (ids.has(id)) throw new CodedError('IMP0040', { file, path: 'people', problem: `id ${id} is used twice` });
    ids.add(id);
  }
  return { people: parsed.data.people };
}

/** Whether the PIN is this person's. Takes as long for a wrong PIN as for the right one, and for someone without a PIN. */
export function checkPin(person: Person | undefined, pin: string): boolean {
  const salt = Buffer.from(person?.pin?.salt ?? '00'.repeat(16), 'hex');
  const expected = Buffer.from(person?.pin?.hash ?? '00'.repeat(HASH_BYTES), 'hex');
  const given = scryptSync(pin, salt, HASH_BYTES, SCRYPT);
  return timingSafeEqual(given, expected) && person?.pin !== undefined;
}

/** Who of the roster may sign on, and the check of a PIN (an unknown person takes as long as a wrong PIN). */
export function rosterPeople(roster: Roster): {
  list(): readonly (Actor & Pick<Person, 'phone'>)[];
  check(personId: string, pin: string): Actor | undefined;
} {
  const people = new Map(roster.people.map((person) => [person.id, person] as const));
  const toActor = ({ id, name, role, crewId }: Person): Actor => ({ id, name, role, ...(crewId && { crewId }) });
  return {
    list: () =>
      roster.people
        .filter((person) => person.pin !== undefined)
        .map((person) => ({ ...toActor(person), phone: person.phone })),
    check(personId, pin) {
      const person = people.get(personId);
      return checkPin(person, pin) && person !== undefined ? toActor(person) : undefined;
    },
  };
}
