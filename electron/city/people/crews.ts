import { z } from 'zod';
import { createRandom } from '../generate/random.ts';
import type { City, Plant } from '../types.ts';
import type { Truth } from '../truth/truth-file.ts';
import { crewOrderSchema, FieldCrew, type CrewAct } from './crew-tasks.ts';
import type { HubClient } from './hub-client.ts';
import { createStreetRoute } from './street-route.ts';
import type { ValveJob } from './valve-round.ts';

/** 40 km/h, the pace of a van in a town [eng]. */
const SPEED_M_PER_S = 40 / 3.6;
const POSITION_EVERY_MS = 5_000;
const ORDERS_EVERY_MS = 3_000;

const ordersSchema = z.object({ orders: z.array(crewOrderSchema) });
const valvesSchema = z.object({
  valves: z.array(z.object({ alertId: z.string(), valveId: z.string(), orderedAt: z.number(), drill: z.boolean() })),
});

export interface CrewsOptions {
  readonly city: City;
  readonly seed: number;
  /** Factor on 40 km/h, and on the pace at which valves are turned. */
  readonly speed: number;
  /** Where valves are turned: a stuck one stays as it is. */
  readonly plant: Pick<Plant, 'setValve'>;
  readonly hub: Pick<HubClient, 'send' | 'get' | 'tell'>;
  readonly truth: Truth;
}

/** What all crews do in a second. */
export interface Crews {
  advance(nowMs: number): void;
}

/** Registers the crews at the hub, puts them on shift, and lets them work through what the hub gives them. */
export function startCrews({ city, seed, speed, plant, hub, truth }: CrewsOptions): Crews {
  const route = createStreetRoute(city.network);
  const valvePlaces = new Map(city.network.valves.map(({ id, at }) => [id, at]));
  let acts = 0;
  let positionsAtMs = 0;
  let ordersAtMs = 0;
  let asking = false;

  const crews = city.crews.map((crew) => {
    const random = createRandom(seed, `crew/${crew.id}`);
    const path = `/crews/${encodeURIComponent(crew.id)}`;
    const { id: _id, base, ...register } = crew;
    const body = { ...register, lon: base[0], lat: base[1] };
    hub.send({ act: `register/${crew.id}`, method: 'PUT', path, body });
    hub.send({ act: `shift/${crew.id}`, method: 'POST', path: `${path}/shift`, body: { onShift: true } });
    const pace = { speedMPerS: SPEED_M_PER_S * speed, pace: speed };
    return { id: crew.id, path, field: new FieldCrew({ crew, random, route, ...pace }) };
  });

  const report = (crewId: string, act: CrewAct, nowMs: number): void => {
    acts += 1;
    if (act.kind === 'valve') return turn(crewId, act.job, nowMs);
    const { order } = act;
    const what = act.kind === 'accept' ? 'accept' : act.stage;
    const key = `${crewId}/${order.id}/${what}/${acts}`;
    const path = `/orders/${encodeURIComponent(order.id)}`;
    truth.write(nowMs, 'crew', { crewId, orderId: order.id, what });
    if (act.kind === 'accept') {
      const body = { crewId, accepted: true, occurredAt: nowMs };
      hub.send({ act: key, method: 'POST', path: `${path}/crew-acceptance`, body });
      return;
    }
    const proof = act.proof === undefined ? {} : { proof: act.proof };
    const body = { stage: act.stage, occurredAt: nowMs, ...proof };
    hub.send({ act: key, method: 'POST', path: `${path}/stages`, body });
    if (act.stage !== 'arrived' || order.alertId === undefined) return;
    const step = { kind: 'crewArrived', text: `${crewId} 到达现场`, occurredAt: nowMs };
    const alertPath = `/alerts/${encodeURIComponent(order.alertId)}/steps`;
    hub.send({ act: `${key}/step`, method: 'POST', path: alertPath, body: step });
  };

  /** Turns a valve in the plant, and tells what came of it: that it is shut, or that it is stuck and stands as it did. In a drill it only says so. */
  const turn = (crewId: string, { alertId, valveId, drill }: ValveJob, nowMs: number): void => {
    const isShut = drill || plant.setValve(valveId, 'closed');
    truth.write(nowMs, 'crew', { crewId, alertId, valveId, what: isShut ? 'valveClosed' : 'valveStuck' });
    const key = `${crewId}/${alertId}/${valveId}/${acts}`;
    const valvePath = `/valves/${encodeURIComponent(valveId)}/state`;
    if (isShut) {
      const body = {
        crewId,
        state: 'closed',
        condition: 'operable',
        note: drill ? '演练，未动阀门' : '已关到位',
        alertId,
        occurredAt: nowMs,
      };
      hub.send({ act: key, method: 'POST', path: valvePath, body });
      return;
    }
    const note = '卡死，关不动，仍是开的';
    const body = { crewId, state: 'open', condition: 'stuck', note, occurredAt: nowMs };
    hub.send({ act: key, method: 'POST', path: valvePath, body });
    const step = { kind: 'note', valveId, crewId, text: `${valveId} ${note}`, occurredAt: nowMs };
    hub.send({ act: `${key}/step`, method: 'POST', path: `/alerts/${encodeURIComponent(alertId)}/steps`, body: step });
  };

  const seeValves = (field: FieldCrew, answer: unknown): void => {
    const parsed = valvesSchema.safeParse(answer);
    // No answer is no news here as well. A valve that is not in the city cannot be gone to.
    if (!parsed.success) return;
    field.seeValves(
      parsed.data.valves.flatMap((order) => {
        const at = valvePlaces.get(order.valveId);
        return at === undefined ? [] : [{ ...order, at }];
      }),
    );
  };

  const ask = async (nowMs: number): Promise<void> => {
    asking = true;
    for (const { path, field } of crews) {
      const answer = ordersSchema.safeParse(await hub.get(`${path}/orders`));
      // No answer is no news: the crew goes on with what it has.
      if (answer.success) field.seeOrders(answer.data.orders, nowMs);
      if (field.isAtAlert) seeValves(field, await hub.get(`${path}/valves`));
    }
    asking = false;
  };

  return {
    advance: (nowMs) => {
      for (const { id, field } of crews) for (const act of field.advance(nowMs)) report(id, act, nowMs);
      if (nowMs >= ordersAtMs && !asking) {
        ordersAtMs = nowMs + ORDERS_EVERY_MS;
        void ask(nowMs);
      }
      if (nowMs >= positionsAtMs) {
        positionsAtMs = nowMs + POSITION_EVERY_MS;
        const positions = crews.map(({ field }) => ({ ...field.position, positionAt: nowMs }));
        void hub.tell('/crew-positions', { positions });
      }
    },
  };
}
