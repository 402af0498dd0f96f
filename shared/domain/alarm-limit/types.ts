import type { AlarmLimit } from '../alarm/types.ts';

/**
 * What people set in place of a default limit, or beside the defaults. Its id is that of the alarm, `signalId:kind`; its history is
 * that of the entity in the log.
 */
export interface LimitSetting {
  readonly id: string;
  /** `set`: `limit` is watched. `retired`: nothing is. `default`: the station's default counts again. */
  readonly standsFor: 'set' | 'retired' | 'default';
  readonly limit: AlarmLimit | undefined;
  /** What people had set before nothing, or the default, came in its place: where there is no default, it can be set again from this alone. */
  readonly last?: AlarmLimit | undefined;
  /** Counts the changes, from 1. */
  readonly revision: number;
  readonly reason: string;
  readonly by: string;
  /** UTC ms. */
  readonly at: number;
}

export type LimitCommands = {
  /** Intent. */
  setLimit: AlarmLimit & { readonly reason: string };
  /** Intent: watches it no longer. */
  retireLimit: { readonly reason: string };
  /** Intent: the default of the station counts again (none where there is no default). */
  restoreLimit: { readonly reason: string };
};

export type LimitEvents = {
  limitSet: LimitCommands['setLimit'];
  limitRetired: LimitCommands['retireLimit'];
  limitRestored: LimitCommands['restoreLimit'];
};
