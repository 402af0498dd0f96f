import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { OpenDatabase } from '#kit/open-database.ts';
import type { Building, Network } from '#shared/domain/network/types.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { replaceBuildings } from '../../db/cache/buildings.ts';
import type { ImportMeta, ImportRecord } from '../../db/cache/imports.ts';
import { readNetwork, replaceNetwork } from '../../db/cache/network.ts';
import { decodeText, MAX_FILE_BYTES } from './decode-text.ts';
import { parseCustomers } from './parse-customers.ts';
import { parseGeojson } from './parse-geojson.ts';
import { parseInp } from './parse-inp.ts';
import {
  addError,
  newProblemList,
  problemText,
  type Problem,
  type ProblemList,
  type WarningCounts,
} from './problems.ts';
import type { PlanarReference } from './planar.ts';

/** What an import did: rows added, changed, left alone, marked as removed; `warnings` (at most 100 of `warningCount`). */
export interface ImportReport {
  readonly kind: ImportRecord['kind'];
  readonly file: string;
  readonly revision: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly warnings: readonly Problem[];
  readonly warningCount: number;
  readonly warningCounts: WarningCounts;
}

/** Why a file was not imported; nothing was changed. At most 100 `problems` of `problemCount`; `warnings` say what was odd beside them. */
export interface ImportRefusal {
  readonly file: string;
  readonly problems: readonly Problem[];
  readonly problemCount: number;
  readonly warnings: readonly Problem[];
  readonly warningCounts: WarningCounts;
}

export type ImportResult = Result<ImportReport, ImportRefusal>;

/** A file as it was read, before anything is stored: what can be used of it, and what was odd or left out. */
export interface ImportReading<T> {
  readonly value: T;
  readonly sha256: string;
  readonly problems: ProblemList;
}

/**
 * Reads a network file (GeoJSON or EPANET, by its extension) and stores nothing. `planar` says where an EPANET file with planar
 * coordinates lies.
 */
export function readNetworkFile(
  file: string,
  planar: PlanarReference | undefined,
): Result<ImportReading<Network>, ImportRefusal> {
  return readImport(file, (text, problems) => parseNetwork(text, file, planar, problems));
}

/** Reads a customers file (CSV) for a network, or for none (IMP0032), and stores nothing. */
export function readCustomersFile(
  file: string,
  network: Pick<Network, 'stations'> | undefined,
): Result<ImportReading<readonly Building[]>, ImportRefusal> {
  return readImport(file, (text, problems) => {
    if (network !== undefined) return parseCustomers(text, new Set(network.stations.map(({ id }) => id)), problems);
    addError(problems, 'IMP0032', 'file');
    return undefined;
  });
}

/**
 * Imports a network file into the cache: what can be used of it, with a warning for all that was left out; or nothing, where it has an
 * error.
 */
export function importNetworkFile(
  cache: OpenDatabase,
  file: string,
  planar: PlanarReference | undefined,
  clock: Clock,
): ImportResult {
  return store(file, clock, readNetworkFile(file, planar), (network, meta) => replaceNetwork(cache, network, meta));
}

/** Imports a customers file into the cache, in the same way. The network must be there: every building names its station. */
export function importCustomersFile(cache: OpenDatabase, file: string, clock: Clock): ImportResult {
  const reading = readCustomersFile(file, readNetwork(cache));
  return store(file, clock, reading, (buildings, meta) => replaceBuildings(cache, buildings, meta));
}

/** SHA-256 (hex) of a file, or undefined where it cannot be read: tells whether it is the one imported last. */
export function fileSha256(file: string): string | undefined {
  try {
    return sha256(readFileSync(file));
  } catch {
    return undefined;
  }
}

function parseNetwork(
  text: string,
  file: string,
  planar: PlanarReference | undefined,
  problems: ProblemList,
): Network | undefined {
  const extension = extname(file).toLowerCase();
  const name = basename(file, extname(file));
  switch (extension) {
    case '.geojson':
    case '.json':
      return parseGeojson(text, name, problems);
    case '.inp':
      return parseInp(text, name, planar, problems);
    default:
      addError(problems, 'IMP0005', 'file', 'extension', extension);
      return undefined;
  }
}

function readImport<T>(
  file: string,
  parse: (text: string, problems: ProblemList) => T | undefined,
): Result<ImportReading<T>, ImportRefusal> {
  const problems = newProblemList();
  const bytes = readBytes(file, problems);
  const text = bytes && decodeText(bytes, problems);
  const value = text === undefined ? undefined : parse(text, problems);
  if (bytes !== undefined && value !== undefined && problems.errorCount === 0) {
    return ok({ value, sha256: sha256(bytes), problems });
  }
  const { errors, errorCount, warnings, warningCounts } = problems;
  return err({ file, problems: errors, problemCount: errorCount, warnings, warningCounts });
}

function store<T>(
  file: string,
  clock: Clock,
  reading: Result<ImportReading<T>, ImportRefusal>,
  replace: (value: T, meta: ImportMeta) => ImportRecord,
): ImportResult {
  if (!reading.ok) return reading;
  const { value, problems } = reading.value;
  const { revision, kind, counts } = replace(value, {
    fileName: basename(file),
    sha256: reading.value.sha256,
    importedAt: clock.now(),
    problems: problems.warnings.map(problemText),
  });
  const { warnings, warningCount, warningCounts } = problems;
  return ok({ kind, file, revision, ...counts, warnings, warningCount, warningCounts });
}

function readBytes(file: string, problems: ProblemList): Buffer | undefined {
  try {
    const { size } = statSync(file);
    if (size <= MAX_FILE_BYTES) return readFileSync(file);
    addError(problems, 'IMP0002', 'file', 'bytes', size);
  } catch (thrown) {
    const why = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
    addError(problems, 'IMP0001', 'file', file, why);
  }
  return undefined;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
