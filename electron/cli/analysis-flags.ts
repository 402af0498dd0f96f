import { InvalidArgumentError, Option, type Command } from 'commander';
import { BURST_PARAMS, isBurstParamKey, type BurstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import { HOLE_CLASSES, type HoleClass } from '#shared/domain/burst/impact-types.ts';
import type { ValveGuess } from '#shared/domain/network/trace-types.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import {
  impactVerb,
  localiseVerb,
  traceVerb,
  type ImpactOptions,
  type LocaliseOptions,
  type TraceOptions,
} from './analysis-verbs.ts';
import type { Outcome } from './outcome.ts';

/** `heatline trace|impact|localise`: the network model on any network file (docs/burst.md). */
export function addAnalysisVerbs(
  verb: (name: string, description: string) => Command,
  run: (verb: string, work: () => Promise<Outcome>) => Promise<void>,
): void {
  const withPlace = (command: Command): Command =>
    withFiles(command)
      .option('--at <lon,lat>', 'the leak: at the pipe nearest to this place', parsePlace)
      .option('--valve <id=word>', 'a valve taken as open, closed, unknown, operable or stuck; repeatable', parseValve)
      .addOption(
        new Option('--unknown <word>', 'how valves are taken that nobody has turned lately').choices([
          'operable',
          'stuck',
        ]),
      )
      .option('--start-at <lon,lat>', 'where the walk to the valves begins', parsePlace);
  const hasPlace = (command: Command, options: TraceOptions): void => {
    if (options.pipe === undefined && options.at === undefined) command.error('error: give --pipe or --at');
  };

  const trace = withExample(
    'trace --pipe P0100S --valve V0076S=stuck',
    withPlace(verb('trace', 'which valves close a leak off, and who loses heat')),
  )
    .option('--pipe <ids...>', 'the leaking pipe or pipes')
    .action((options: TraceOptions) => {
      hasPlace(trace, options);
      return run('trace', () => traceVerb(options));
    });
  const impact = withExample(
    'impact --pipe P0100S --hole burst',
    withParams(withPlace(verb('impact', 'what a burst does: layers, trace and simulation'))),
  )
    .option('--pipe <id>', 'the leaking pipe', (id: string) => [id])
    .option('--hole <size>', 'small, burst, rupture, or the share of the bore such as 0.1', parseHole, 'burst')
    .option('--no-simulate', 'leave the hydraulic simulation out')
    .action((options: ImpactOptions) => {
      hasPlace(impact, options);
      return run('impact', () => impactVerb(options));
    });
  withExample(
    'localise --observations city/observations.json',
    withParams(withFiles(verb('localise', 'where it has burst, from pressure drops, make-up and complaints'))),
    OBSERVATIONS,
  )
    .requiredOption('--observations <file>', 'JSON: drops, makeupRiseTPerH, complaints (docs/burst.md)')
    .option('--top <n>', 'most places to give, 1 to 50', parseTop)
    .action((options: LocaliseOptions) => run('localise', () => localiseVerb(options)));
}

const withFiles = (command: Command): Command =>
  command
    .requiredOption('--network <file>', 'GeoJSON or EPANET .inp (docs/network-format.md)')
    .option('--customers <file>', 'CSV with the buildings')
    .option('--crs <system>', 'EPSG code or PROJ string of planar coordinates')
    .option('--origin <lon,lat[@x,y]>', 'place of planar coordinates that have no reference system');

/** What a burst in P0100S of the example's city does to three stations, m of head, and to the make-up. */
const OBSERVATIONS = `  echo '{"drops": [{"stationId": "S019", "supplyM": 14.4}, {"stationId": "S014", "supplyM": 9.5}, {"stationId": "S020", "supplyM": 9.4}], "makeupRiseTPerH": 39}' > city/observations.json\n`;

/** Lines that can be pasted as they are: a virtual city's network, then the question. */
const withExample = (words: string, command: Command, before = ''): Command => {
  const [name = '', ...flags] = words.split(' ');
  return command.addHelpText(
    'after',
    `
Example:
  npx heatline city --export-only --export city --seed 7 --stations 60
${before}  npx heatline ${name} --network city/network.geojson --customers city/customers.csv ${flags.join(' ')}
Planar EPANET files say where they lie: --network ky4.inp --origin -84.5,38.0, or --crs EPSG:code`,
  );
};

const withParams = (command: Command): Command =>
  command.option('--param <key=value>', 'a burst number of docs/burst.md; repeatable', parseParam);

function parsePlace(text: string): LonLat {
  const [lon, lat, ...rest] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (lon === undefined || lat === undefined || rest.length > 0 || !(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) {
    throw new InvalidArgumentError('Longitude and latitude in degrees, as 126.6,45.7.');
  }
  return [lon, lat];
}

/** `V12=closed`; of a valve named twice the words add up (`V12=open`, `V12=stuck`). */
function parseValve(text: string, before: Readonly<Record<string, ValveGuess>> = {}): Record<string, ValveGuess> {
  const [id, word] = split(text);
  const guess = VALVE_WORDS[word];
  if (id === '' || guess === undefined) {
    throw new InvalidArgumentError(`ID=${Object.keys(VALVE_WORDS).join('|')}.`);
  }
  return { ...before, [id]: { ...before[id], ...guess } };
}

const VALVE_WORDS: Readonly<Record<string, ValveGuess | undefined>> = {
  open: { state: 'open' },
  closed: { state: 'closed' },
  unknown: { state: 'unknown' },
  operable: { condition: 'operable' },
  stuck: { condition: 'stuck' },
};

function parseParam(text: string, before: Partial<BurstNumbers> = {}): Partial<BurstNumbers> {
  const [key, number] = split(text);
  if (!isBurstParamKey(key)) throw new InvalidArgumentError('No such burst number; docs/burst.md lists them.');
  const { min, max, unit } = BURST_PARAMS[key];
  const value = number === '' ? Number.NaN : Number(number);
  if (!(value >= min && value <= max)) {
    throw new InvalidArgumentError(`${key} is a number from ${String(min)} to ${String(max)} ${unit}`.trimEnd());
  }
  return { ...before, [key]: value };
}

function parseHole(text: string): HoleClass | number {
  const named = HOLE_CLASSES.find((one) => one === text);
  const share = Number(text);
  if (named === undefined && !(share > 0 && share <= 1)) {
    throw new InvalidArgumentError(`${HOLE_CLASSES.join(', ')}, or a share of the bore above 0 and up to 1.`);
  }
  return named ?? share;
}

function parseTop(text: string): number {
  const top = Number(text);
  if (!Number.isInteger(top) || top < 1 || top > 50) throw new InvalidArgumentError('A whole number from 1 to 50.');
  return top;
}

/** What stands before and after the last `=`: ids may hold one themselves. */
function split(text: string): readonly [string, string] {
  const at = text.lastIndexOf('=');
  return at < 0 ? ['', ''] : [text.slice(0, at), text.slice(at + 1)];
}
