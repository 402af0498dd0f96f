import type { Database } from 'better-sqlite3';
import type { BaseFeature, Network, NetworkNode, Pipe, Station, Valve } from '#shared/domain/network/types.ts';
import { insertImport, lastImport, revision, type ImportMeta, type ImportRecord } from './imports.ts';
import { readRows, replaceRows } from './master-rows.ts';

/** The network of the last import, or undefined where none was imported yet. */
export function readNetwork(db: Database): Network | undefined {
  const source = lastImport(db, 'network');
  if (source === undefined) return undefined;
  return {
    name: source.networkName ?? source.fileName,
    nodes: readRows<NetworkNode>(db, 'nodes'),
    pipes: readRows<Pipe>(db, 'pipes'),
    valves: readRows<Valve>(db, 'valves'),
    stations: readRows<Station>(db, 'stations'),
    base: readRows<BaseFeature>(db, 'base_features'),
  };
}

/** Puts a checked network in the place of the one before, in one transaction; see `replaceRows` for what is kept. */
export function replaceNetwork(db: Database, network: Network, meta: ImportMeta): ImportRecord {
  return db
    .transaction(() => {
      const next = revision(db) + 1;
      const parts = [
        replaceRows(db, 'nodes', network.nodes, next),
        replaceRows(db, 'pipes', network.pipes, next),
        replaceRows(db, 'valves', network.valves, next),
        replaceRows(db, 'stations', network.stations, next),
        replaceRows(db, 'base_features', network.base, next),
      ];
      const counts = { added: 0, changed: 0, unchanged: 0, removed: 0 };
      for (const part of parts) {
        counts.added += part.added;
        counts.changed += part.changed;
        counts.unchanged += part.unchanged;
        counts.removed += part.removed;
      }
      const record: ImportRecord = { ...meta, revision: next, kind: 'network', networkName: network.name, counts };
      insertImport(db, record);
      return record;
    })
    .immediate();
}
