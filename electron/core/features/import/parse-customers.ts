import { CsvError, parse } from 'csv-parse/sync';
import type { Building } from '#shared/domain/network/types.ts';
import { fieldReader, readId, readLonLat } from './fields.ts';
import { addError, addWarning, type ProblemList } from './problems.ts';

/** Columns of the customers file (docs/network-format.md); others are left alone. */
const COLUMNS = [
  'building_id',
  'station_id',
  'community',
  'name',
  'address',
  'lon',
  'lat',
  'households',
  'heated_area_m2',
  'construction',
] as const;
/** These may be missing from the header altogether. */
const OPTIONAL_COLUMNS = ['sensitive', 'phone'] as const;
/** Most rows a file may have [eng]: a metropolis has some 100,000 heated buildings. */
const MAX_ROWS = 1_000_000;

interface CsvRow {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

/**
 * Buildings with their customers from CSV text. A row whose `station_id` is none of `stationIds` (the imported
 * network), or whose id was used before, is left out with a warning; a file of which no row is left belongs to another network (IMP0015).
 * Undefined with errors listed, each naming the line of the file (the header is line 1) and the column.
 */
export function parseCustomers(
  text: string,
  stationIds: ReadonlySet<string>,
  problems: ProblemList,
): Building[] | undefined {
  const rows = parseRows(text, problems);
  if (rows === undefined) return undefined;
  const seen = new Set<string>();
  const buildings: Building[] = [];
  for (const { record, info } of rows) {
    const building = readBuilding(record, `line ${String(info.lines)}`, problems);
    if (building === undefined) continue;
    const where = `line ${String(info.lines)} "${building.id}"`;
    if (seen.has(building.id)) addWarning(problems, 'IMP0111', where, 'building_id', building.id);
    else if (building.stationId !== '' && !stationIds.has(building.stationId)) {
      addWarning(problems, 'IMP0115', where, 'station_id', building.stationId);
    } else buildings.push(building);
    seen.add(building.id);
  }
  if (buildings.length === 0 && problems.errorCount === 0) addError(problems, 'IMP0015', 'file', 'station_id');
  return problems.errorCount === 0 ? buildings : undefined;
}

function parseRows(text: string, problems: ProblemList): readonly CsvRow[] | undefined {
  let missing: string[] = [];
  try {
    const rows = parse(text, {
      columns: (header: string[]) => {
        const names = header.map((name) => name.trim().toLowerCase());
        missing = COLUMNS.filter((name) => !names.includes(name));
        return names;
      },
      info: true,
      skip_empty_lines: true,
      to: MAX_ROWS + 1,
      max_record_size: 100_000,
    }) as unknown as CsvRow[];
    if (missing.length > 0) addError(problems, 'IMP0030', 'line 1', 'columns', missing.join(', '));
    else if (rows.length === 0) addError(problems, 'IMP0030', 'file', 'rows', 0);
    else if (rows.length > MAX_ROWS) addError(problems, 'IMP0007', 'file', 'rows', rows.length);
    else return rows;
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    const line = typeof thrown['lines'] === 'number' ? `line ${String(thrown['lines'])}` : 'file';
    addError(problems, 'IMP0031', line, thrown.code);
  }
  return undefined;
}

function readBuilding(record: CsvRow['record'], line: string, problems: ProblemList): Building | undefined {
  const id = readId(record['building_id'], line, problems);
  if (id === undefined) return undefined;
  const where = `${line} "${id}"`;
  const fields = fieldReader(record, where, problems);
  const at = readLonLat([record['lon'], record['lat']], where, 'lon, lat', problems);
  const [sensitiveColumn, phoneColumn] = OPTIONAL_COLUMNS;
  const building = {
    id,
    stationId: fields.text('station_id'),
    community: fields.text('community'),
    name: fields.text('name'),
    address: fields.text('address'),
    at: at ?? ([0, 0] as const),
    households: fields.number('households', { min: 0, max: 100_000 }),
    heatedAreaM2: fields.number('heated_area_m2', { min: 0, max: 10_000_000 }),
    construction: fields.oneOf('construction', ['masonry', 'light']),
    sensitive: fields.optionalOneOf(sensitiveColumn, ['hospital', 'school', 'careHome']),
    phone: fields.optionalText(phoneColumn),
  };
  if (!Number.isInteger(building.households) && !Number.isNaN(building.households)) {
    addError(problems, 'IMP0013', where, 'households', building.households);
  }
  return building;
}
