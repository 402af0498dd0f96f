import type { LocaliseRequest } from '#shared/domain/burst/impact-types.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { Analysis } from '../analysis/analysis.ts';

/** What the network model answers to the API. `localise` takes what the console sees where the request brings nothing. */
export interface AnalysisQueries extends Pick<Analysis, 'trace' | 'impact' | 'calibration'> {
  localise(request: LocaliseRequest): Promise<readonly BurstCandidate[]>;
}
