import { z } from 'zod';
import type { FieldStage } from '#shared/domain/order/types.ts';
import { distanceM, type LonLat } from '#shared/lib/geo.ts';
import type { Random } from '../generate/random.ts';
import type { CityCrew } from '../types.ts';
import { ValveRound, type ValveJob } from './valve-round.ts';

/** What a crew reads of an order at the hub; the rest of an order does not concern it. */
export const crewOrderSchema = z.object({
  id: z.string(),
  urgent: z.boolean(),
  alertId: z.string().optional(),
  crewAcceptedAt: z.number().optional(),
  place: z.object({ at: z.tuple([z.number(), z.number()]) }),
  stages: z.record(z.string(), z.unknown()),
});
export type CrewOrder = z.output<typeof crewOrderSchema>;

/** What a crew does about an order, to be reported. */
export type CrewAct =
  | { readonly kind: 'accept'; readonly order: CrewOrder }
  | { readonly kind: 'stage'; readonly order: CrewOrder; readonly stage: FieldStage; readonly proof?: string }
  /** It has put its key on a valve and turned; what came of it only the plant knows. */
  | { readonly kind: 'valve'; readonly job: ValveJob };

type Phase = 'offered' | 'accepted' | 'contacted' | 'driving' | 'onSite' | 'done';

interface Task {
  order: CrewOrder;
  phase: Phase;
  dueAtMs: number;
}

export interface CrewOptions {
  readonly crew: CityCrew;
  readonly random: Random;
  readonly route: (from: LonLat, to: LonLat) => readonly LonLat[];
  readonly speedMPerS: number;
  /** Factor by which it turns valves faster than real crews. */
  readonly pace: number;
}

const ACCEPT_MS = [3_000, 6_000] as const;
const CONTACT_MS = [4_000, 9_000] as const;
const HANDLE_MS = [60_000, 120_000] as const;
const TRY_AGAIN_MS = 1_000;

function phaseOf(order: CrewOrder): Phase {
  if ('handled' in order.stages) return 'done';
  if ('arrived' in order.stages) return 'onSite';
  if ('departed' in order.stages || 'contacted' in order.stages) return 'contacted';
  return order.crewAcceptedAt === undefined ? 'offered' : 'accepted';
}

/**
 * One crew in the field. It accepts what it is given, rings the customer, drives to one order after another (urgent ones
 * first), works there and goes home. Valves that are ordered shut for an alert it has arrived at come before its work there. Where an order stands is taken from the hub when the crew first sees it, so that a city
 * started again carries on; an order that is taken away is dropped where it stands.
 */
export class FieldCrew {
  readonly #options: CrewOptions;
  readonly #tasks = new Map<string, Task>();
  readonly #valves: ValveRound;
  #at: LonLat;
  #headingDeg = 0;
  #route: readonly LonLat[] = [];
  #goal: LonLat | undefined;
  #movedAtMs: number | undefined;

  constructor(options: CrewOptions) {
    this.#options = options;
    this.#at = options.crew.base;
    this.#valves = new ValveRound(options.random, options.pace);
  }

  get position(): { readonly crewId: string; readonly lon: number; readonly lat: number; readonly headingDeg: number } {
    return { crewId: this.#options.crew.id, lon: this.#at[0], lat: this.#at[1], headingDeg: this.#headingDeg };
  }

  /** Whether it has arrived at an alert (or has worked there): then it asks which valves to shut. */
  get isAtAlert(): boolean {
    return [...this.#tasks.values()].some(
      ({ phase, order }) => order.alertId !== undefined && (phase === 'onSite' || phase === 'done'),
    );
  }

  /** Takes over the crew's open orders as the hub has them. */
  seeOrders(orders: readonly CrewOrder[], nowMs: number): void {
    const open = new Set(orders.map(({ id }) => id));
    for (const id of this.#tasks.keys()) if (!open.has(id)) this.#tasks.delete(id);
    for (const order of orders) {
      const task = this.#tasks.get(order.id);
      if (task) task.order = order;
      else this.#tasks.set(order.id, this.#taskOf(order, nowMs));
    }
  }

  /** Takes over the valves that the control room has ordered this crew to shut. */
  seeValves(jobs: readonly ValveJob[]): void {
    this.#valves.see(jobs);
  }

  /** Moves and works until `nowMs`; what is to be reported. */
  advance(nowMs: number): readonly CrewAct[] {
    const elapsedS = (nowMs - (this.#movedAtMs ?? nowMs)) / 1000;
    this.#movedAtMs = nowMs;
    this.#move(elapsedS * this.#options.speedMPerS);
    const acts: CrewAct[] = [];
    for (const task of this.#tasks.values()) acts.push(...this.#work(task, nowMs));
    acts.push(...this.#turnValves(nowMs));
    const busy = [...this.#tasks.values()].some(({ phase }) => phase === 'driving' || phase === 'onSite');
    if (!busy && !this.#isAtValves()) acts.push(...this.#next());
    return acts;
  }

  /** Goes from valve to valve, unless it is on its way to an order, and back to its work afterwards. */
  #turnValves(nowMs: number): CrewAct[] {
    if ([...this.#tasks.values()].some(({ phase }) => phase === 'driving')) return [];
    const goal = this.#valves.goal((alertId) => this.#isOn(alertId));
    if (goal === undefined) {
      const onSite = [...this.#tasks.values()].find(({ phase }) => phase === 'onSite');
      if (onSite) this.#driveTo(onSite.order.place.at);
      return [];
    }
    this.#driveTo(goal);
    if (this.#route.length > 0) return [];
    const job = this.#valves.work(nowMs);
    return job === undefined ? [] : [{ kind: 'valve', job }];
  }

  #isAtValves(): boolean {
    return this.#valves.goal((alertId) => this.#isOn(alertId)) !== undefined;
  }

  /** Whether it has arrived at this alert, or has worked there. */
  #isOn(alertId: string): boolean {
    return [...this.#tasks.values()].some(
      ({ phase, order }) => order.alertId === alertId && (phase === 'onSite' || phase === 'done'),
    );
  }

  #taskOf(order: CrewOrder, nowMs: number): Task {
    const phase = phaseOf(order);
    const { random } = this.#options;
    const wait = { offered: ACCEPT_MS, accepted: CONTACT_MS, onSite: HANDLE_MS } as const;
    const range = phase === 'offered' || phase === 'accepted' || phase === 'onSite' ? wait[phase] : [0, 0];
    return { order, phase, dueAtMs: nowMs + random.between(range[0], range[1]) };
  }

  #work(task: Task, nowMs: number): CrewAct[] {
    const { order } = task;
    const { random } = this.#options;
    // Its work at the place begins anew when the last valve is turned.
    if (task.phase === 'onSite' && this.#valves.isOpenFor(order.alertId)) task.dueAtMs = nowMs + HANDLE_MS[0];
    if (nowMs < task.dueAtMs) return [];
    switch (task.phase) {
      case 'offered':
        task.phase = 'accepted';
        task.dueAtMs = nowMs + random.between(...CONTACT_MS);
        return [{ kind: 'accept', order }];
      case 'accepted':
        task.phase = 'contacted';
        return [{ kind: 'stage', order, stage: 'contacted' }];
      case 'driving':
        if (this.#route.length > 0) return [];
        task.phase = 'onSite';
        task.dueAtMs = nowMs + random.between(...HANDLE_MS);
        return [{ kind: 'stage', order, stage: 'arrived', proof: this.#whereText() }];
      case 'onSite':
        if (this.#route.length > 0) return [];
        task.phase = 'done';
        return [{ kind: 'stage', order, stage: 'handled', proof: this.#workText() }];
      case 'contacted':
      case 'done':
        task.dueAtMs = nowMs + TRY_AGAIN_MS;
        return [];
    }
  }

  /** Sets off to the next order, or home. */
  #next(): CrewAct[] {
    const ready = [...this.#tasks.values()].filter(({ phase }) => phase === 'contacted');
    const task = ready.find(({ order }) => order.urgent) ?? ready[0];
    if (!task) {
      this.#driveTo(this.#options.crew.base);
      return [];
    }
    task.phase = 'driving';
    this.#driveTo(task.order.place.at);
    return 'departed' in task.order.stages ? [] : [{ kind: 'stage', order: task.order, stage: 'departed' }];
  }

  #driveTo(goal: LonLat): void {
    // The hub's answers are new objects each time: a way is not begun anew for them.
    if (this.#goal && distanceM(this.#goal, goal) < 1) return;
    this.#goal = goal;
    this.#route = distanceM(this.#at, goal) < 5 ? [] : this.#options.route(this.#at, goal);
  }

  #move(metres: number): void {
    let left = metres;
    for (let corner = this.#route[0]; corner && left > 0; corner = this.#route[0]) {
      const there = distanceM(this.#at, corner);
      if (there > 0) this.#headingDeg = headingOf(this.#at, corner);
      if (there > left) {
        const share = left / there;
        this.#at = [this.#at[0] + (corner[0] - this.#at[0]) * share, this.#at[1] + (corner[1] - this.#at[1]) * share];
        return;
      }
      this.#at = corner;
      this.#route = this.#route.slice(1);
      left -= there;
    }
  }

  #whereText(): string {
    return `定位 ${this.#at[0].toFixed(5)},${this.#at[1].toFixed(5)}`;
  }

  #workText(): string {
    const photo = this.#options.random.int(1000, 9999);
    return `现场照片 IMG_${photo}.jpg，处理后回水温度 ${this.#options.random.between(38, 46).toFixed(1)} ℃`;
  }
}

function headingOf(from: LonLat, to: LonLat): number {
  const east = (to[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180);
  return Math.round((Math.atan2(east, to[1] - from[1]) * 180) / Math.PI + 360) % 360;
}
