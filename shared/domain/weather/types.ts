import type { EntityRef } from '../entity/entity.ts';

/** The outdoor regime that times urgent orders: below -5 C is cold, back only above -4 C for 30 min (DOMAIN.md, Work orders). */
export interface Weather {
  readonly id: 'current';
  readonly outdoorTempC: number;
  readonly windMPerS?: number | undefined;
  /** Source time of the observation, UTC ms. */
  readonly observedAt: number;
  readonly source: string;
  readonly cold: boolean;
  /** Since when it has been above the upper threshold without a break; undefined while it is not. */
  readonly warmSince?: number | undefined;
}

export type WeatherCommands = {
  /** Fact: an observation came in. */
  observeWeather: {
    readonly outdoorTempC: number;
    readonly windMPerS?: number | undefined;
    readonly observedAt: number;
    readonly source: string;
  };
};

export type WeatherEvents = {
  weatherObserved: WeatherCommands['observeWeather'] & {
    readonly cold: boolean;
    readonly warmSince?: number | undefined;
  };
};

/** There is one outdoor weather per site. */
export const WEATHER_REF = { type: 'weather', id: 'current' } as const satisfies EntityRef;
