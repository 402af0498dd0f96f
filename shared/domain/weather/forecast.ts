import { ok } from '../../lib/result.ts';
import { eventsOf } from '../entity/event.ts';
import type { DomainModule } from '../entity/module.ts';

/** Outdoor temperature to come: rising times (UTC ms), linear between them. There is one a site. */
export interface Forecast {
  readonly id: 'current';
  readonly issuedAt: number;
  readonly source: string;
  readonly points: readonly { readonly at: number; readonly outdoorTempC: number }[];
}

export type ForecastCommands = {
  /** Fact: a forecast came in; one issued no later than the one known changes nothing. */
  forecastWeather: Omit<Forecast, 'id'>;
};

type ForecastEvents = { weatherForecast: ForecastCommands['forecastWeather'] };

const event = eventsOf<ForecastEvents>('forecast');

/** The newest forecast of the outdoor temperature (SPEC.md beside this file); times in it rise, or it is put in order. */
export const forecastModule: DomainModule<Forecast, ForecastCommands, ForecastEvents> = {
  type: 'forecast',
  commands: { forecastWeather: { kind: 'fact', roles: ['system', 'dispatcher', 'shiftLead'] } },
  decide(state, { entity, payload }) {
    if (state !== undefined && payload.issuedAt <= state.issuedAt) return ok([]);
    const points = [...payload.points].sort((a, b) => a.at - b.at);
    return ok([event(entity.id, 'weatherForecast', { ...payload, points })]);
  },
  evolve: (_state, change) => ({ id: 'current', ...change.payload }),
};
