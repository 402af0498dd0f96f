import type { BurstParamKey } from './catalogue.ts';

/** Numbers of the burst layers, the candidate, the cold clock and the incident plan as this site set them; one set a site. */
export interface BurstSettings {
  readonly id: 'current';
  /** Only what differs from the catalogue's defaults. */
  readonly values: Readonly<Partial<Record<BurstParamKey, number>>>;
  readonly by: string;
  readonly at: number;
  readonly reason: string;
}

export type BurstSettingsCommands = {
  /** Intent of a dispatcher or shift lead. `null` goes back to the default. BUR0001 unknown key, BUR0002 out of range, BUR0003 no reason, BUR0004 a plan that does not rise. */
  setBurstParams: {
    readonly values: Readonly<Record<string, number | null>>;
    readonly reason: string;
  };
};

export type BurstSettingsEvents = {
  burstParamsSet: BurstSettingsCommands['setBurstParams'];
};

export const BURST_SETTINGS_REF = { type: 'burstSettings', id: 'current' } as const;
