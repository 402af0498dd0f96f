import { ORPCError, implement } from '@orpc/server';
import { hubApiContract } from '#shared/contract/hub-api.ts';
import type { RedAlert } from '#shared/domain/alert/types.ts';
import { openValveOrders } from '#shared/domain/alert/valve-orders.ts';
import type { Crew } from '#shared/domain/crew/types.ts';
import type { Actor, EntityRef } from '#shared/domain/entity/entity.ts';
import type { Order } from '#shared/domain/order/types.ts';
import type { ValveRecord } from '#shared/domain/valve/types.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { LiveLane } from '../live-lane.ts';
import type { HubStore } from '../store/hub-store.ts';
import type { Sequencer } from '../store/sequencer.ts';
import { isSameSecret } from '#kit/token-file.ts';
import { bearerOf } from '../tokens.ts';

/** All that comes in over the HTTP API is counted under this device. */
const INTEGRATION_DEVICE = 'integration';
const SYSTEM: Actor = { id: 'integration', name: 'integration', role: 'system' };

export interface ApiServices {
  readonly store: HubStore;
  readonly sequencer: Sequencer;
  readonly live: LiveLane;
  readonly token: string;
  readonly clock: Clock;
}

/** The contract carried out: each change becomes one command in the log. */
export function createHubRouter({ store, sequencer, live, token, clock }: ApiServices) {
  const os = implement(hubApiContract)
    .$context<{ readonly authorization: string | undefined }>()
    .use(({ context, next }) => {
      if (isSameSecret(bearerOf(context.authorization), token)) return next();
      throw new ORPCError('UNAUTHORIZED', { status: 401, defined: true, data: { code: 'HUB0001' } });
    });

  const send = async (commandId: string, actor: Actor, entity: EntityRef, type: string, payload: unknown) => {
    const command = { commandId, device: INTEGRATION_DEVICE, actor, entity, type, payload, issuedAt: clock.now() };
    const receipt = await sequencer.submitApi(command).catch((error: unknown) => {
      if (!(error instanceof CodedError)) throw error;
      throw new ORPCError('UNAVAILABLE', {
        status: 503,
        defined: true,
        data: { code: error.code, detail: error.detail },
      });
    });
    if (receipt.outcome === 'accepted') return { seq: receipt.seq };
    const refusal = 'refusal' in receipt ? receipt.refusal : { code: 'HUB0008' };
    throw new ORPCError('REFUSED', {
      status: 409,
      defined: true,
      data: { code: refusal.code, detail: refusal.detail },
    });
  };
  const leaderOf = (crewId: string): Actor => {
    const crew = store.entities.get<Crew>({ type: 'crew', id: crewId });
    return {
      id: `crew:${crewId}`.slice(0, 64),
      name: crew?.leader ?? crewId.slice(0, 64),
      role: 'crewLeader',
      crewId: crewId,
    };
  };
  const crewOfOrder = (orderId: string): Actor => {
    const crewId = store.entities.get<Order>({ type: 'order', id: orderId })?.crewId;
    return crewId === undefined ? SYSTEM : leaderOf(crewId);
  };
  const openOrdersOf = (crewId: string): readonly Order[] => {
    if (store.entities.row({ type: 'crew', id: crewId }) === undefined) {
      throw new ORPCError('NOT_FOUND', { status: 404, defined: true, data: { code: 'HUB0012', detail: { crewId } } });
    }
    const orders = store.entities.list<Order>('order');
    return orders.filter((order) => order.crewId === crewId && order.stages.closed === undefined);
  };

  return os.router({
    registerComplaint: os.registerComplaint.handler(async ({ input }) => {
      const { commandId, lon, lat, address, ...rest } = input;
      const entity: EntityRef = { type: 'complaint', id: commandId };
      const payload = { ...rest, place: { at: [lon, lat], address } };
      const { seq } = await send(commandId, SYSTEM, entity, 'registerComplaint', payload);
      return { complaintId: entity.id, seq };
    }),
    registerCrew: os.registerCrew.handler(({ input }) => {
      const { commandId, crewId, lon, lat, ...rest } = input;
      return send(commandId, SYSTEM, { type: 'crew', id: crewId }, 'registerCrew', { ...rest, base: [lon, lat] });
    }),
    setShift: os.setShift.handler(({ input: { commandId, crewId, onShift } }) =>
      send(commandId, leaderOf(crewId), { type: 'crew', id: crewId }, onShift ? 'startShift' : 'endShift', {}),
    ),
    crewPositions: os.crewPositions.handler(({ input }) => {
      live.update(
        input.positions.map(({ crewId, lon, lat, headingDeg, positionAt }) => ({
          crewId,
          at: [lon, lat] as const,
          headingDeg,
          positionAt,
        })),
      );
      return { taken: input.positions.length };
    }),
    // The contract's schema is mutable where the domain is readonly: same shape, checked by `satisfies` in the contract.
    crewOrders: os.crewOrders.handler(({ input: { crewId } }) => ({
      orders: openOrdersOf(crewId).map((order) => structuredClone(order)),
    })),
    crewValves: os.crewValves.handler(({ input: { crewId } }) => {
      const alertIds = new Set(openOrdersOf(crewId).flatMap(({ alertId }) => alertId ?? []));
      const alerts = [...alertIds].flatMap((id) => store.entities.get<RedAlert>({ type: 'redAlert', id }) ?? []);
      const valveOf = (id: string) => store.entities.get<ValveRecord>({ type: 'valve', id });
      const running = alerts.filter(({ status }) => status === 'active');
      return { valves: running.flatMap((alert) => openValveOrders(alert, valveOf)) };
    }),
    crewAcceptance: os.crewAcceptance.handler(({ input }) => {
      const { commandId, orderId, crewId, accepted, occurredAt, reason } = input;
      const payload = accepted ? { crewId, occurredAt } : { crewId, occurredAt, reason };
      return send(
        commandId,
        leaderOf(crewId),
        { type: 'order', id: orderId },
        accepted ? 'crewAccept' : 'crewDecline',
        payload,
      );
    }),
    recordStage: os.recordStage.handler(({ input: { commandId, orderId, ...payload } }) =>
      send(commandId, crewOfOrder(orderId), { type: 'order', id: orderId }, 'recordStage', payload),
    ),
    recordStep: os.recordStep.handler(({ input: { commandId, alertId, crewId, ...payload } }) => {
      const actor = crewId === undefined ? SYSTEM : leaderOf(crewId);
      return send(commandId, actor, { type: 'redAlert', id: alertId }, 'recordStep', payload);
    }),
    reportValve: os.reportValve.handler(({ input: { commandId, valveId, crewId, ...payload } }) =>
      send(commandId, leaderOf(crewId), { type: 'valve', id: valveId }, 'reportValve', payload),
    ),
    observeWeather: os.observeWeather.handler(({ input: { commandId, ...payload } }) =>
      send(commandId, SYSTEM, { type: 'weather', id: 'current' }, 'observeWeather', payload),
    ),
    forecastWeather: os.forecastWeather.handler(({ input: { commandId, ...payload } }) =>
      send(commandId, SYSTEM, { type: 'forecast', id: 'current' }, 'forecastWeather', payload),
    ),
  });
}
