import type { PlantState } from '#shared/domain/station/types.ts';
import { refOf, submit } from './submit.ts';
import type { Submission } from './submissions.ts';

/** Adds words to the station. */
export function noteStation(stationId: string, text: string): Promise<Submission> {
  return submit(refOf('station', stationId), 'noteStation', { text });
}

/** Says what the station is doing from now on, and why; dispatcher or shift lead. */
export function setPlantState(stationId: string, state: PlantState, reason: string): Promise<Submission> {
  return submit(refOf('station', stationId), 'setPlantState', { state, reason });
}
