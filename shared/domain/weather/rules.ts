import { ok } from '../../lib/result.ts';
import type { DomainEvent } from '../entity/entity.ts';
import { eventsOf } from '../entity/event.ts';
import type { DomainModule } from '../entity/module.ts';
import { ORDER_DEFAULTS, type OrderConfig } from '../order/config.ts';
import { retimedContact } from '../order/deadlines.ts';
import type { Order, OrderEvents } from '../order/types.ts';
import type { Weather, WeatherCommands, WeatherEvents } from './types.ts';

const event = eventsOf<WeatherEvents>('weather');
const orderEvent = eventsOf<OrderEvents>('order');

/** When the cold regime starts and ends; see SPEC.md for the sources. */
export const WEATHER_DEFAULTS = {
  /** [seed] Below this the cold regime starts. */
  coldBelowC: -5,
  /** [eng] Only above this can it end. */
  warmAboveC: -4,
  /** [eng] So long without a break. */
  warmForMs: 30 * 60_000,
} as const;

type WeatherConfig = { readonly [Key in keyof typeof WEATHER_DEFAULTS]: number };

/** The rules of the outdoor regime (SPEC.md beside this file). A change of regime retimes the open urgent orders. */
export function createWeatherModule(
  config: WeatherConfig = WEATHER_DEFAULTS,
  orderConfig: OrderConfig = ORDER_DEFAULTS,
): DomainModule<Weather, WeatherCommands, WeatherEvents> {
  return {
    type: 'weather',
    commands: { observeWeather: { kind: 'fact', roles: ['system', 'dispatcher', 'shiftLead'] } },
    decide(state, command, context) {
      const { payload } = command;
      if (state !== undefined && payload.observedAt <= state.observedAt) return ok([]);
      const regime = regimeOf(state, payload.outdoorTempC, payload.observedAt, config);
      const events: DomainEvent[] = [event(command.entity.id, 'weatherObserved', { ...payload, ...regime })];
      if (regime.cold === (state?.cold ?? false)) return ok(events);
      const now = { cold: regime.cold, outdoorTempC: payload.outdoorTempC };
      const orders = [...context.list<Order>('order')].sort((a, b) => (a.id < b.id ? -1 : 1));
      for (const order of orders) {
        const deadline = retimedContact(order, now, orderConfig);
        if (deadline !== undefined) events.push(orderEvent(order.id, 'deadlineRetimed', { deadline }));
      }
      return ok(events);
    },
    evolve(_state, change) {
      return { id: 'current', ...change.payload };
    },
  };
}

function regimeOf(
  state: Weather | undefined,
  outdoorTempC: number,
  observedAt: number,
  config: WeatherConfig,
): { cold: boolean; warmSince: number | undefined } {
  if (outdoorTempC < config.coldBelowC) return { cold: true, warmSince: undefined };
  if (state?.cold !== true) return { cold: false, warmSince: undefined };
  if (outdoorTempC <= config.warmAboveC) return { cold: true, warmSince: undefined };
  const warmSince = state.warmSince ?? observedAt;
  if (observedAt - warmSince >= config.warmForMs) return { cold: false, warmSince: undefined };
  return { cold: true, warmSince };
}
