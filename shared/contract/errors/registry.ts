import { apiErrors } from './api.ts';
import type { ErrorCatalogue } from './catalogue-type.ts';
import { cityErrors } from './city.ts';
import { cliErrors } from './cli.ts';
import { dbErrors } from './db.ts';
import { domainErrors } from './domain.ts';
import { drvErrors, repErrors } from './drivers.ts';
import { historyErrors } from './history.ts';
import { hubErrors } from './hub.ts';
import { importErrors } from './import.ts';
import { mapErrors, modErrors, opcErrors, telErrors } from './ingest.ts';
import { logErrors } from './log.ts';
import { mapSourceErrors } from './map.ts';
import { networkErrors } from './network.ts';
import { plantErrors } from './plant.ts';
import { rendererErrors } from './renderer.ts';
import { shellErrors } from './shell.ts';

/** Every catalogue of this folder. The command line, the parts and the windows take their words from here, so that none knows fewer codes than another. */
export const ERROR_CATALOGUES: readonly ErrorCatalogue[] = [
  apiErrors,
  cityErrors,
  cliErrors,
  dbErrors,
  domainErrors,
  drvErrors,
  historyErrors,
  hubErrors,
  importErrors,
  logErrors,
  mapErrors,
  mapSourceErrors,
  modErrors,
  networkErrors,
  opcErrors,
  plantErrors,
  rendererErrors,
  repErrors,
  shellErrors,
  telErrors,
];

const WORDS = new Map<string, ErrorCatalogue[`${Uppercase<string>}`]>(
  ERROR_CATALOGUES.flatMap((catalogue) => Object.entries(catalogue)),
);

/** Every code that a person can meet. */
export const ERROR_CODES: readonly string[] = [...WORDS.keys()];

/** What a code means and what to do, in English; undefined for a code that nobody knows. */
export function englishWordsOf(code: string): { readonly sentence: string; readonly next: string } | undefined {
  return WORDS.get(code);
}
