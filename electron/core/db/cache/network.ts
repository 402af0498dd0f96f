import type { OpenDatabase } from '#kit/open-database.ts';
import type { BaseFeature, Network, NetworkNode, Pipe, Station, Valve } from '#shared/domain/network/types.ts';
import { insertImport, lastImport, revision, type ImportMeta, type ImportRecord } from './imports.ts';
import { readRows, replaceRows } from './master-rows.ts';

/** The network of the last import, or undefined where none was imported yet. */
export function readNetwork(cache: OpenDatabase): Network | undefined {
  const source = lastImport(cache, 'network');
  if (source === undefined) return undefined;
  return {
    name: source.networkName ?? source.fileName,
    nodes: readRows<NetworkNode>(cache.sqlite, 'nodes'),
    pipes: readRows<Pipe>(cache.sqlite, 'pipes'),
    valves: readRows<Valve>(cache.sqlite, 'valves'),
    stations: readRows<Station>(cache.sqlite, 'stations'),
    base: readRows<BaseFeature>(cache.sqlite, 'base_features'),
  };
}

/** Puts a checked network in the place of the one before, in one transaction; see `replaceRows` for what is kept. */
export function replaceNetwork(cache: OpenDatabase, network: Network, meta: ImportMeta): ImportRecord {
  return cache.write(() => {
    const next = revision(cache) + 1;
    const parts = [
      replaceRows(cache.sqlite, 'nodes', network.nodes, next),
      replaceRows(cache.sqlite, 'pipes', network.pipes, next),
      replaceRows(cache.sqlite, 'valves', network.valves, next),
      replaceRows(cache.sqlite, 'stations', network.stations, next),
      replaceRows(cache.sqlite, 'base_features', network.base, next),
    ];
    const counts = { added: 0, changed: 0, unchanged: 0, removed: 0 };
    for (const part of parts) {
      counts.added += part.added;
      counts.changed += part.changed;
      counts.unchanged += part.unchanged;
      counts.removed += part.removed;
    }
    const record: ImportRecord = { ...meta, revision: next, kind: 'network', networkName: network.name, counts };
    insertImport(cache, record);
    return record;
  });
}
