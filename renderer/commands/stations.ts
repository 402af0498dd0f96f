import { refOf, submit } from './submit.ts';
import type { Submission } from './submissions.ts';

/** Adds words to the station. */
export function noteStation(stationId: string, text: string): Promise<Submission> {
  return submit(refOf('station', stationId), 'noteStation', { text });
}
