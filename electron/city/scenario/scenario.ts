import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { ScenarioEvent } from '../types.ts';

const FILES = join(import.meta.dirname, 'files');

const seconds = z.number().min(0).max(604_800);
const someStations = z.int().min(1).max(2000);
const atS = seconds;

const eventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('pipeBurst'),
    atS,
    target: z.union([z.enum(['main', 'branch']), z.strictObject({ pipeId: z.string().min(1) })]),
    holeShare: z.number().gt(0).max(1),
  }),
  z.strictObject({ kind: z.literal('outdoorTemp'), atS, tempC: z.number().min(-60).max(50), rampS: seconds }),
  z.strictObject({ kind: z.literal('stationTrip'), atS, stations: someStations }),
  z.strictObject({
    kind: z.literal('sensorFault'),
    atS,
    sensors: z.int().min(1).max(34_000),
    fault: z.enum(['stuck', 'drift', 'dropout', 'nan']),
  }),
  z.strictObject({ kind: z.literal('alarmFlood'), atS, durationS: seconds.min(1), stations: someStations }),
  z.strictObject({ kind: z.literal('closeValves'), atS, valveIds: z.array(z.string().min(1)).min(1) }),
]) satisfies z.ZodType<ScenarioEvent>;

const scenarioSchema = z.strictObject({
  /** One English sentence for people. */
  description: z.string().min(1),
  /** Factor on the calls that have nothing to do with a strike: 1 is an ordinary winter day. */
  ordinaryCalls: z.number().min(0).max(100).default(1),
  events: z.array(eventSchema).max(10_000),
});

/** A named course of strikes. Times are seconds from the start of the run. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly ordinaryCalls: number;
  readonly events: readonly ScenarioEvent[];
}

/** The scenarios that come with the city, sorted by name. */
export function scenarioNames(): readonly string[] {
  return readdirSync(FILES)
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'))
    .sort();
}

/** Checks one strike that came from outside (a file, a drill). Throws CTY0002 with `field` and `problem`. */
export function parseScenarioEvent(from: unknown): ScenarioEvent {
  return parse(eventSchema, from, 'event');
}

function parse<T>(schema: z.ZodType<T>, from: unknown, file: string): T {
  const result = schema.safeParse(from);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new CodedError('CTY0002', { file, field, problem: issue?.message ?? 'invalid' }, { cause: result.error });
}

function parseText(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CodedError('CTY0002', { file, field: '', problem: (cause as Error).message }, { cause });
  }
}

/**
 * Loads a scenario by its name, or from a file where `name` ends in `.json`, and puts its events in order of time.
 * Throws CTY0001 for an unknown name and CTY0002 for a file that cannot be read or breaks the format.
 */
export function loadScenario(name: string): Scenario {
  const isFile = name.endsWith('.json');
  if (!isFile && !scenarioNames().includes(name)) {
    throw new CodedError('CTY0001', { scenario: name, names: scenarioNames().join(', ') });
  }
  const file = isFile ? name : join(FILES, `${name}.json`);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CodedError('CTY0002', { file, field: '', problem: (cause as Error).message }, { cause });
  }
  const scenario = parse(scenarioSchema, parseText(text, file), file);
  const events = scenario.events.toSorted((a, b) => a.atS - b.atS);
  return { ...scenario, name: basename(name, '.json'), events };
}
