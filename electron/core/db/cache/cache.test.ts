import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenDatabase } from '#kit/open-database.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Building, Network, Pipe } from '#shared/domain/network/types.ts';
import { readBuildings, replaceBuildings } from './buildings.ts';
import { lastImport, listImports, revision } from './imports.ts';
import { readNetwork, replaceNetwork } from './network.ts';
import { openCache } from './open-cache.ts';
import { deleteSeat, putSeat, readSeats } from './seats.ts';

const meta = { fileName: 'a.geojson', sha256: 'ab', importedAt: 1000, problems: ['one'] };

const pipe = (id: string, lengthM = 100): Pipe => ({
  id,
  side: 'supply',
  from: 'A',
  to: 'B',
  path: [
    [7, 48],
    [7.001, 48],
  ],
  lengthM,
  dnMm: 100,
  innerDiameterM: 0.1,
  roughnessMm: 0.05,
});

const network = (pipes: readonly Pipe[]): Network => ({
  name: 'test',
  nodes: [
    { id: 'A', side: 'supply', at: [7, 48], elevationM: 100 },
    { id: 'B', side: 'supply', at: [7.001, 48], elevationM: 101 },
  ],
  pipes,
  valves: [],
  stations: [],
  base: [],
});

const building: Building = {
  id: 'B1',
  stationId: 'S1',
  community: 'c',
  name: 'n',
  address: 'a',
  at: [7, 48],
  households: 10,
  heatedAreaM2: 900,
  construction: 'light',
};

let dir: string;
let db: OpenDatabase;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'heatline-cache-'));
  db = openCache(join(dir, 'deep', 'cache.db'));
});
afterEach(() => {
  db.dispose();
  rmSync(dir, { recursive: true });
});

describe('cache.db', () => {
  it('has no network before the first import', () => {
    expect(readNetwork(db)).toBeUndefined();
    expect(readBuildings(db)).toEqual([]);
    expect(revision(db)).toBe(0);
  });

  it('gives back what was put in, after it was closed and opened again', () => {
    replaceNetwork(db, network([pipe('P1'), pipe('P2')]), meta);
    replaceBuildings(db, [building], { ...meta, fileName: 'c.csv' });
    db.dispose();
    db = openCache(join(dir, 'deep', 'cache.db'));
    expect(readNetwork(db)).toEqual(network([pipe('P1'), pipe('P2')]));
    expect(readBuildings(db)).toEqual([building]);
    expect(revision(db)).toBe(2);
    expect(lastImport(db, 'network')).toMatchObject({ ...meta, revision: 1, networkName: 'test' });
    expect(listImports(db).map((one) => one.kind)).toEqual(['customers', 'network']);
  });

  it('keeps equal rows, changes changed ones, marks vanished ones and takes them back', () => {
    replaceNetwork(db, network([pipe('P1'), pipe('P2'), pipe('P3')]), meta);
    const second = replaceNetwork(db, network([pipe('P4'), pipe('P2', 50), pipe('P1')]), meta);
    expect(second.counts).toEqual({ added: 1, changed: 1, unchanged: 3, removed: 1 });
    expect(readNetwork(db)?.pipes.map((one) => one.id)).toEqual(['P1', 'P2', 'P4']);
    const rows = db.sqlite
      .prepare('SELECT id, added_revision, changed_revision, removed_revision FROM pipes')
      .raw()
      .all();
    expect(rows).toEqual([
      ['P1', 1, 1, null],
      ['P2', 1, 2, null],
      ['P3', 1, 1, 2],
      ['P4', 2, 2, null],
    ]);
    const third = replaceNetwork(db, network([pipe('P1'), pipe('P2', 50), pipe('P3'), pipe('P4')]), meta);
    expect(third.counts).toEqual({ added: 0, changed: 1, unchanged: 5, removed: 0 });
    expect(readNetwork(db)?.pipes.map((one) => one.id)).toEqual(['P1', 'P2', 'P3', 'P4']);
  });

  it('changes nothing when a row cannot be written', () => {
    replaceNetwork(db, network([pipe('P1')]), meta);
    expect(() => replaceNetwork(db, network([pipe('P2'), pipe('P2')]), meta)).toThrow(/UNIQUE/);
    expect(readNetwork(db)).toEqual(network([pipe('P1')]));
    expect(revision(db)).toBe(1);
  });

  it('remembers who is signed on, one person a seat', () => {
    const actor = { id: 'd1', name: 'one', role: 'dispatcher' } as const;
    putSeat(db, { seatIdHash: 'x', actor, signedOnAt: 5 });
    putSeat(db, { seatIdHash: 'x', actor: { ...actor, id: 'd2' }, signedOnAt: 6 });
    putSeat(db, { seatIdHash: 'y', actor, signedOnAt: 4 });
    expect(readSeats(db).map((seat) => [seat.seatIdHash, seat.actor.id])).toEqual([
      ['y', 'd1'],
      ['x', 'd2'],
    ]);
    deleteSeat(db, 'x');
    deleteSeat(db, 'nobody');
    expect(readSeats(db)).toHaveLength(1);
  });
});
