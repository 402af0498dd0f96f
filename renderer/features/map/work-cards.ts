import type { Complaint } from '#shared/domain/complaint/types.ts';
import { RANKING_DEFAULTS } from '#shared/domain/crew/ranking.ts';
import type { Crew } from '#shared/domain/crew/types.ts';
import { ORDER_STAGES, type Order } from '#shared/domain/order/types.ts';
import { distanceM, type LonLat } from '#shared/lib/geo.ts';
import { reasonKey } from '../alert/declare.ts';
import { listed, metres, type Card, type CardWorld, type Fact } from './card.ts';
import { lengthOf } from './crew-tracks.ts';
import { GEOFENCE_M } from './ground-marks.ts';

/** Complaints this near are told beside one another. */
const NEAR_M = 100;
const BESIDE_M = 30;

const openOrders = ({ orders }: CardWorld): readonly Order[] =>
  [...orders.values()].filter(({ stages }) => !stages.closed);

export function complaintCard(world: CardWorld, id: string): Card | undefined {
  const { complaints, t, age, dateTime, now } = world;
  const complaint = complaints.get(id);
  if (!complaint) return undefined;
  const { category, place, urgent, reportedAt, text, phone, roomTempC, status, orderId, buildingId } = complaint;
  const order = world.orders.get(orderId ?? '');
  const near = [...complaints.values()].filter(
    (other) => other.id !== id && other.status !== 'closed' && distanceM(other.place.at, place.at) <= NEAR_M,
  );
  return {
    title: `${t(`category.${category}`)} ${place.address ?? ''}`,
    strong: urgent ? t('desk.urgent') : undefined,
    facts: [
      { label: t('desk.reported'), value: `${dateTime(reportedAt)} · ${t('map.ago', { age: age(now - reportedAt) })}` },
      { label: t('desk.words'), value: text },
      { label: t('desk.phone'), value: phone },
      { label: t('map.roomTemp'), value: roomTempC === undefined ? undefined : `${roomTempC.toFixed(1)} °C` },
      { label: t('map.state'), value: t(`complaintStatus.${status}`) },
      ...orderFact(world, order),
      ...(buildingId === undefined
        ? []
        : [
            {
              label: t('map.kind.building'),
              value: place.address ?? buildingId,
              to: { kind: 'building', id: buildingId },
            } as const,
          ]),
      ...listed(world, t('map.nearby', { m: NEAR_M }), near, (other) => ({
        value: complaintWords(world, other),
        to: { kind: 'complaint', id: other.id },
      })),
    ],
    opensIn: 'desk',
  };
}

export const complaintWords = ({ t, age, now }: CardWorld, { category, place, reportedAt }: Complaint): string =>
  [t(`category.${category}`), place.address, t('map.ago', { age: age(now - reportedAt) })].filter(Boolean).join(' ');

function orderFact({ t }: CardWorld, order: Order | undefined): readonly Fact[] {
  return order
    ? [{ label: t('map.kind.order'), value: `${order.number} ${order.title}`, to: { kind: 'order', id: order.id } }]
    : [];
}

export function orderCard(world: CardWorld, id: string): Card | undefined {
  const { orders, crews, positions, complaints, t, age, dateTime, now } = world;
  const order = orders.get(id);
  if (!order) return undefined;
  const { stages, place, crewId, complaintIds, deadlines } = order;
  const stage = ORDER_STAGES.findLast((name) => stages[name] !== undefined);
  const stamp = stage && stages[stage];
  const position = positions.get(crewId ?? '');
  const m = position && distanceM(position.at, place.at);
  const due = deadlines.filter(({ metAt }) => metAt === undefined).sort((a, b) => a.dueAt - b.dueAt)[0];
  return {
    title: `${order.number} ${order.title}`,
    strong: order.urgent ? t('desk.urgent') : undefined,
    facts: [
      { label: t('map.at'), value: place.address },
      { label: t('map.stage'), value: stage && stamp && `${t(`stage.${stage}`)} · ${dateTime(stamp.at)}` },
      {
        label: t('map.due'),
        value:
          due &&
          `${t(`clock.${due.clock}`)} ${t(due.dueAt >= now ? 'time.left' : 'time.over', { age: age(Math.abs(due.dueAt - now)) })}`,
      },
      ...(crewId === undefined
        ? []
        : [
            {
              label: t('map.kind.crew'),
              value: crews.get(crewId)?.name ?? crewId,
              to: { kind: 'crew', id: crewId },
            } as const,
          ]),
      {
        label: t('map.crewAway'),
        value: m === undefined ? undefined : `${metres(m)}${m <= GEOFENCE_M ? ` · ${t('map.insideFence')}` : ''}`,
      },
      ...listed(
        world,
        t('map.layer.complaints'),
        complaintIds.flatMap((one) => complaints.get(one) ?? []),
        (one) => ({
          value: complaintWords(world, one),
          to: { kind: 'complaint', id: one.id },
        }),
      ),
    ],
    opensIn: 'desk',
  };
}

export function crewCard(world: CardWorld, id: string): Card | undefined {
  const { crews, positions, tracks, t, age, now } = world;
  const crew = crews.get(id);
  if (!crew) return undefined;
  const position = positions.get(id);
  const track = tracks.get(id);
  const ageMs = position && Math.max(0, now - position.positionAt);
  const isOld = ageMs !== undefined && ageMs > RANKING_DEFAULTS.oldPositionMs;
  const heading = position?.headingDeg;
  const orders = openOrders(world).filter((order) => order.crewId === id);
  // Their signs lie over one another.
  const beside = [...crews.values()].filter(
    (other) => other.id !== id && distanceM(placeOfCrew(world, other), placeOfCrew(world, crew)) <= BESIDE_M,
  );
  return {
    title: crew.name,
    strong: crew.onShift ? (isOld ? t('map.sign.oldCrew') : undefined) : t('rank.offShift'),
    facts: [
      { label: t('map.leader'), value: crew.leader },
      { label: t('desk.phone'), value: crew.phone },
      { label: t('map.members'), value: String(crew.members) },
      { label: t('map.skills'), value: crew.skills.map((skill) => t(`skill.${skill}`)).join(t('map.comma')) },
      {
        label: t('map.positionAge'),
        value: ageMs === undefined ? t('map.noPosition') : t('map.ago', { age: age(ageMs) }),
      },
      {
        label: t('map.heading'),
        value: heading === undefined ? undefined : t(`map.compass.${String(Math.round(heading / 45) % 8)}`),
      },
      { label: t('map.track'), value: track && (track.length > 1 ? metres(lengthOf(track)) : t('map.notMoved')) },
      ...listed(world, t('map.kind.order'), orders, (order) => ({
        value: `${order.number} ${order.title}`,
        to: { kind: 'order', id: order.id },
      })),
      ...listed(world, t('map.crewsBeside'), beside, (other) => ({
        value: other.name,
        to: { kind: 'crew', id: other.id },
      })),
    ],
  };
}

const placeOfCrew = ({ positions }: CardWorld, { id, base }: Crew): LonLat => positions.get(id)?.at ?? base;

export function alertCard(world: CardWorld, id: string): Card | undefined {
  const { alerts, t, age, dateTime, now } = world;
  const alert = alerts.get(id);
  if (!alert) return undefined;
  const { place, pipeId, declaredAt, declaredBy, reason, reasonText, steps, drill } = alert;
  const orders = [...world.orders.values()].filter(({ alertId }) => alertId === id);
  const last = steps.at(-1);
  return {
    title: t(drill ? 'shell.drill' : 'shell.redAlert'),
    strong: alert.status === 'ended' ? t('map.ended') : undefined,
    facts: [
      { label: t('map.at'), value: place.address },
      { label: t('map.why'), value: [t(`alert.reason.${reasonKey(reason)}`), reasonText].filter(Boolean).join(' · ') },
      {
        label: t('map.declared'),
        value: `${dateTime(declaredAt)} · ${t('map.ago', { age: age(now - declaredAt) })} · ${declaredBy}`,
      },
      ...(pipeId === undefined
        ? []
        : [{ label: t('map.kind.pipe'), value: pipeId, to: { kind: 'pipe', id: pipeId } } as const]),
      { label: t('map.lastStep'), value: last && `${dateTime(last.occurredAt)} ${last.text}` },
      ...listed(world, t('map.kind.order'), orders, (order) => ({
        value: `${order.number} ${order.title}`,
        to: { kind: 'order', id: order.id },
      })),
    ],
    opensIn: 'alert',
  };
}
