import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { DriversView, DriverTraffic } from '#shared/contract/drivers-api.ts';
import { parseDriversConfig, type DriverConfig, type DriversConfig } from '#shared/contract/drivers.ts';
import type { DriverStatus } from '#shared/contract/feed.ts';
import { QUALITY } from '#shared/domain/telemetry/measures.ts';
import { isStale } from '#shared/domain/telemetry/staleness.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { CodedError, codeOf } from '#shared/lib/coded-error.ts';
import type { DriversQueries } from '../../api/drivers-queries.ts';
import { opcuaTool } from '../../ingest/opcua/tools.ts';
import { listCertificates, rejectCertificate, trustCertificate } from '../../ingest/opcua/trust.ts';
import type { LatestTable } from '../../telemetry/latest-table.ts';
import type { SignalCatalogue } from '../../telemetry/signal-catalogue.ts';
import { DriverNotes } from './driver-notes.ts';
import { readDriversFile, withWholePaths, writeDriversFile, type DriversFile } from './drivers-file.ts';
import { createSignalFinder } from './signal-finder.ts';
import { previewDriver, testDriver, toolOptions } from './trials.ts';

export interface DriversDependencies {
  readonly clock: Clock;
  /** Path of the drivers file and what it says; undefined where the console was started without one. */
  readonly source: { readonly file: string; readonly contents: DriversFile } | undefined;
  /** Runs the drivers of this configuration from now on. */
  readonly reconfigure: (config: DriversConfig) => Promise<void>;
  readonly catalogue: SignalCatalogue;
  readonly latest: LatestTable;
  /** Folder with a folder of keys and certificates a driver. */
  readonly pkiDir: string;
}

export interface Drivers extends DriversQueries {
  /** To be told of every state of a driver. */
  note(status: DriverStatus): void;
}

/** Each holds a connection and a thread or two: more at once would be felt by the plant's servers and by us. */
const MAX_TRIALS = 4;

/** Sets drivers up: what the drivers file says, changing it, trying it out, and what each driver brings. */
export function createDrivers(dependencies: DriversDependencies): Drivers {
  const { clock, source, reconfigure, catalogue, latest, pkiDir } = dependencies;
  const notes = new DriverNotes(clock);
  const find = createSignalFinder(catalogue);
  let contents = source?.contents;
  let trials = 0;
  /** One change of the running drivers at a time. */
  let changing: Promise<unknown> = Promise.resolve();

  /** Another console on the same file, or a person with an editor, has changed it: from now on that counts. */
  async function adopt(file: string): Promise<void> {
    const found = readDriversFile(file);
    if (found.revision === contents?.revision) return;
    contents = found;
    await runNow(file, found.config);
  }

  const view = (): DriversView => ({
    file: source?.file ?? null,
    revision: contents?.revision ?? '',
    drivers: contents?.config.drivers ?? [],
  });
  const pkiOf = (id: string) => join(pkiDir, knownDriver(id).id);

  function knownDriver(id: string): DriverConfig {
    const driver = contents?.config.drivers.find((each) => each.id === id);
    if (driver === undefined) throw new CodedError('DRV0004', { id });
    return driver;
  }

  /** A draft as a driver would run it. @throws CodedError MAP0001 to MAP0005 */
  function parsed(draft: object): DriverConfig {
    const config = parseDriversConfig(JSON.stringify({ version: 1, drivers: [draft] }));
    const [driver] = source === undefined ? config.drivers : withWholePaths(config, source.file).drivers;
    if (driver === undefined) throw new CodedError('DRV0004', { id: '' });
    return driver;
  }

  async function trial<T>(run: () => Promise<T>): Promise<T> {
    if (trials >= MAX_TRIALS) throw new CodedError('DRV0005', { most: MAX_TRIALS });
    trials += 1;
    try {
      return await run();
    } finally {
      trials -= 1;
    }
  }

  function runNow(file: string, config: DriversConfig): Promise<void> {
    const change = changing.then(() => reconfigure(withWholePaths(config, file)));
    changing = change.catch(() => undefined);
    return change;
  }

  return {
    view,
    note: (status) => notes.note(status),

    isSaved: (draft) => {
      try {
        const { drivers } = parseDriversConfig(JSON.stringify({ version: 1, drivers: [draft] }));
        return contents?.config.drivers.some((driver) => isDeepStrictEqual(driver, drivers[0])) ?? false;
      } catch (thrown) {
        if (codeOf(thrown) === undefined) throw thrown;
        return false;
      }
    },

    async save({ revision, drivers }) {
      if (source === undefined) throw new CodedError('DRV0001');
      const config = parseDriversConfig(JSON.stringify({ version: 1, drivers }));
      try {
        contents = writeDriversFile(source.file, config, revision);
      } catch (thrown) {
        // So that who loads it again sees the change that was in the way, and can save his own on top.
        if (codeOf(thrown) === 'DRV0002') await adopt(source.file);
        throw thrown;
      }
      await runNow(source.file, config);
      return view();
    },

    async restart(id) {
      if (source === undefined || contents === undefined) throw new CodedError('DRV0001');
      knownDriver(id);
      const { config } = contents;
      const others = { ...config, drivers: config.drivers.filter((driver) => driver.id !== id) };
      await runNow(source.file, others);
      await runNow(source.file, contents.config);
    },

    test: ({ driver }) => trial(() => testDriver(parsed(driver), { clock, pkiDir })),
    preview: ({ driver }) => trial(() => previewDriver(parsed(driver), { clock, pkiDir })),
    discover: ({ endpoint }) =>
      trial(() => opcuaTool({ tool: 'discover', endpoint }, toolOptions({ clock, pkiDir }, 'discovery'))),
    browse: ({ driver, nodeId }) =>
      trial(async () => {
        const config = parsed(driver);
        if (config.kind !== 'opcua') throw new CodedError('MAP0002', { path: 'drivers[0].kind', problem: 'opcua' });
        return opcuaTool({ tool: 'browse', config, nodeId }, toolOptions({ clock, pkiDir }, config.id));
      }),

    certificates: async (id) => listCertificates(pkiOf(id)),
    decideCertificate: ({ id, thumbprint, isTrusted }) =>
      isTrusted ? trustCertificate(pkiOf(id), thumbprint) : rejectCertificate(pkiOf(id), thumbprint),

    traffic({ id, filter, limit }): DriverTraffic {
      knownDriver(id);
      const { count, matching } = find(id, filter);
      return {
        id,
        at: clock.now(),
        samplesPerS: notes.samplesPerS(id),
        events: notes.events(id),
        signalCount: count,
        matchCount: matching.length,
        signals: matching.slice(0, limit).flatMap((index) => {
          const signal = catalogue.at(index);
          if (signal === undefined) return [];
          const { signalId, unit, staleAfterMs } = signal;
          const ageMs = latest.ageMs(index);
          const value = latest.values[index];
          return {
            signalId,
            unit,
            value: value === undefined || !Number.isFinite(value) ? null : value,
            quality: latest.qualities[index] ?? QUALITY.none,
            sourceAt: ageMs === undefined ? null : (latest.sourceAtMs[index] ?? null),
            ageMs: ageMs === undefined ? null : Math.max(0, Math.round(ageMs)),
            isStale: ageMs === undefined || isStale(ageMs, staleAfterMs),
          };
        }),
        lane: { ...latest.faults },
      };
    },
  };
}
