import type { LonLat } from '../../lib/geo.ts';

export type CrewSkill = 'pipe' | 'welding' | 'valve' | 'electrical' | 'heatDoctor';

/** A repair crew as the log knows it. Its position lives on the live lane (latest wins), not in the log. */
export interface Crew {
  readonly id: string;
  readonly name: string;
  readonly leader: string;
  readonly phone: string;
  readonly members: number;
  readonly skills: readonly CrewSkill[];
  readonly base: LonLat;
  readonly onShift: boolean;
}

/** Last known position of a crew: WGS84, heading in degrees from north, UTC ms at the source. */
export interface CrewPosition {
  readonly crewId: string;
  readonly at: LonLat;
  readonly headingDeg?: number | undefined;
  readonly positionAt: number;
}

/** Where a crew was at a time, UTC ms at the source. */
export interface TrackPoint {
  readonly at: LonLat;
  readonly atMs: number;
}

/** The way of a crew in the last half hour, oldest point first; thinned. */
export interface CrewTrack {
  readonly crewId: string;
  readonly points: readonly TrackPoint[];
}

/** What is told of crews beside the log: positions that are news, of each crew in order, and tracks to be joined before them. */
export interface CrewUpdate {
  readonly positions: readonly CrewPosition[];
  readonly tracks?: readonly CrewTrack[] | undefined;
}

export type CrewCommands = {
  registerCrew: Omit<Crew, 'id' | 'onShift'>;
  startShift: Record<string, never>;
  endShift: Record<string, never>;
};

export type CrewEvents = {
  crewRegistered: CrewCommands['registerCrew'];
  shiftStarted: Record<string, never>;
  shiftEnded: Record<string, never>;
};
