import { openCache } from '#core/db/cache/open-cache.ts';
import {
  importCustomersFile,
  importNetworkFile,
  type ImportRefusal,
  type ImportResult,
} from '#core/features/import/import-file.ts';
import { parseOrigin, type PlanarReference } from '#core/features/import/planar.ts';
import { problemText, type Problem, type WarningCounts } from '#core/features/import/problems.ts';
import { systemClock } from '#kit/system-clock.ts';
import { wordsOf, type Outcome } from './outcome.ts';
import { placesIn } from './places.ts';

export interface ImportOptions {
  readonly data: string;
  readonly crs?: string | undefined;
  readonly origin?: string | undefined;
}

/** `heatline import network FILE`. Throws IMP0024 for an origin that cannot be read, and what opening the cache throws. */
export function importNetwork(file: string, options: ImportOptions): Outcome {
  const planar = planarOf(options);
  return withCache(options.data, (cache) => importNetworkFile(cache, file, planar, systemClock));
}

/** `heatline import customers FILE.csv`. */
export function importCustomers(file: string, options: Pick<ImportOptions, 'data'>): Outcome {
  return withCache(options.data, (cache) => importCustomersFile(cache, file, systemClock));
}

/** Where the planar coordinates of a file lie, by its flags. Throws IMP0024. */
export function planarOf({ crs, origin }: Pick<ImportOptions, 'crs' | 'origin'>): PlanarReference | undefined {
  if (crs !== undefined) return { kind: 'crs', crs };
  return origin === undefined ? undefined : parseOrigin(origin);
}

function withCache(data: string, work: (cache: ReturnType<typeof openCache>) => ImportResult): Outcome {
  const cache = openCache(placesIn(data).cache);
  try {
    return toOutcome(work(cache));
  } finally {
    cache.dispose();
  }
}

/** A network or customers file that was refused, with all that is wrong in it. */
export function refusedOutcome(refusal: ImportRefusal): Outcome {
  const { file, problems, problemCount, warnings, warningCounts } = refusal;
  const { sentence, next } = wordsOf('CLI0010');
  const codes = [...new Set(problems.map(({ code }) => code))];
  return {
    ok: false,
    document: {
      ...{ code: 'CLI0010', sentence, next, file, problemCount },
      problems: problems.map(explained),
      warnings: warnings.map(explained),
      warningCounts,
    },
    lines: [
      `CLI0010: ${sentence} (${file}, ${String(problemCount)} ${problemCount === 1 ? 'problem' : 'problems'})`,
      ...problems.map(problemLine),
      ...rest(problemCount, problems.length),
      ...warningLines(warnings, warningCounts),
      ...codes.map((code) => `${code}: ${wordsOf(code).next}`),
      next,
    ],
  };
}

function toOutcome(result: ImportResult): Outcome {
  if (!result.ok) return refusedOutcome(result.error);
  const { value } = result;
  return {
    ok: true,
    document: { ...value, warnings: value.warnings.map(explained) },
    lines: [
      `${value.file}: ${value.kind} revision ${String(value.revision)}: ${String(value.added)} added, ` +
        `${String(value.changed)} changed, ${String(value.unchanged)} unchanged, ${String(value.removed)} removed`,
      ...warningLines(value.warnings, value.warningCounts),
    ],
  };
}

/** Places shown of one warning. */
const SHOWN_PLACES = 3;

const explained = (problem: Problem): Record<string, unknown> => ({ ...problem, ...wordsOf(problem.code) });
const problemLine = (problem: Problem): string => `${problemText(problem)}  ${wordsOf(problem.code).sentence}`;
const rest = (count: number, shown: number): string[] => (count > shown ? [`and ${String(count - shown)} more`] : []);

/** Warnings by code, how many of each: the first places alone, since one cause often shows in many places. */
export function warningLines(warnings: readonly Problem[], counts: WarningCounts): string[] {
  const byCode = new Map<Problem['code'], Problem[]>();
  for (const warning of warnings) byCode.set(warning.code, [...(byCode.get(warning.code) ?? []), warning]);
  return [...byCode].flatMap(([code, list]) => [
    `warning ${code}: ${wordsOf(code).sentence} (${String(counts[code] ?? list.length)})`,
    ...list.slice(0, SHOWN_PLACES).map((warning) => `  ${problemText(warning)}`),
  ]);
}
