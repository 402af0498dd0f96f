import { nearestPipe } from '#shared/domain/burst/snap.ts';
import type { Pipe } from '#shared/domain/network/types.ts';
import { distanceM } from '#shared/lib/geo.ts';
import { listed, metres, nearestOf, type Card, type CardWorld, type Fact } from './card.ts';
import { middleOfBase, parsePlace } from './place-id.ts';
import { complaintWords } from './work-cards.ts';

/** How far from a marked place a pipe is looked for; what was repaired this near to a repair point is its own. */
const PIPE_WITHIN_M = 500;
const REPAIRED_WITHIN_M = 3_000;
/** A crew whose base is this near to a repair point belongs to it. */
const BASE_WITHIN_M = 50;

export function pipeCard({ network, t }: CardWorld, id: string): Card | undefined {
  const pipe = network.pipes.find((other) => other.id === id);
  if (!pipe) return undefined;
  const { dnMm, street, side, lengthM, depthM, innerDiameterM, roughnessMm } = pipe;
  const streetId = network.base.find(
    ({ kind, name }) => kind === 'street' && name !== undefined && name === street,
  )?.id;
  return {
    title: `DN${String(dnMm)} ${street ?? ''}`.trim(),
    facts: [
      { label: t('map.id'), value: pipe.id },
      { label: t('map.line'), value: t(`map.sign.${side}`) },
      {
        label: t('map.bore'),
        value: `${(innerDiameterM * 1_000).toFixed(0)} mm · ${t('map.roughness', { mm: roughnessMm })}`,
      },
      { label: t('map.length'), value: metres(lengthM) },
      { label: t('map.depth'), value: depthM === undefined ? t('map.notSurveyed') : `${depthM.toFixed(1)} m` },
      {
        label: t('map.street'),
        value: street,
        ...(streetId !== undefined && { to: { kind: 'street', id: streetId } }),
      },
    ],
  };
}

export function buildingCard(world: CardWorld, id: string): Card | undefined {
  const { buildings, network, complaints, t } = world;
  const building = buildings.find((other) => other.id === id);
  if (!building) return undefined;
  const { name, address, community, households, heatedAreaM2, construction, sensitive, phone, stationId } = building;
  const station = network.stations.find((one) => one.id === stationId);
  const calls = [...complaints.values()]
    .filter((one) => one.buildingId === id || (address !== '' && one.place.address === address))
    .sort((a, b) => b.reportedAt - a.reportedAt);
  return {
    title: name || address,
    strong: sensitive && t(`map.sensitive.${sensitive}`),
    facts: [
      { label: t('map.at'), value: [address, community].filter((part) => part && part !== name).join(' · ') },
      { label: t('map.households'), value: households > 0 ? String(households) : undefined },
      { label: t('map.heatedArea'), value: `${heatedAreaM2.toFixed(0)} m²` },
      { label: t('map.construction'), value: t(`map.built.${construction}`) },
      { label: t('desk.phone'), value: phone },
      { label: t('map.kind.station'), value: station?.name ?? stationId, to: { kind: 'station', id: stationId } },
      ...listed(world, t('map.calls'), calls, (call) => ({
        value: [
          complaintWords(world, { ...call, place: { at: call.place.at } }),
          call.roomTempC !== undefined && `${call.roomTempC.toFixed(1)} °C`,
        ]
          .filter(Boolean)
          .join(' · '),
        to: { kind: 'complaint', id: call.id },
      })),
    ],
  };
}

/** A repair point: who stands there, and what was and is repaired round it. */
export function repairPointCard(world: CardWorld, id: string): Card | undefined {
  const { network, crews, orders, t, dateTime } = world;
  const feature = network.base.find((other) => other.id === id);
  const at = middleOfBase(feature);
  if (!feature || !at) return undefined;
  const own = [...crews.values()].filter(({ base }) => distanceM(base, at) <= BASE_WITHIN_M);
  const near = [...orders.values()]
    .filter(({ category }) => category === 'burst' || category === 'leak')
    .filter(({ place }) => distanceM(place.at, at) <= REPAIRED_WITHIN_M)
    .sort((a, b) => (b.stages.received?.at ?? 0) - (a.stages.received?.at ?? 0));
  const open = near.filter(({ stages }) => !stages.closed);
  const done = near.filter(({ stages }) => stages.closed);
  const within = metres(REPAIRED_WITHIN_M);
  return {
    title: feature.name ?? id,
    strong: t('map.kind.repairPoint'),
    facts: [
      ...listed(world, t('map.layer.crews'), own, (crew) => ({
        value: `${crew.name} · ${crew.leader}${crew.onShift ? '' : ` · ${t('rank.offShift')}`}`,
        to: { kind: 'crew', id: crew.id },
      })),
      ...listed(world, t('map.repairing', { within }), open, (order) => ({
        value: `${order.number} ${order.title}`,
        to: { kind: 'order', id: order.id },
      })),
      ...listed(world, t('map.repaired', { within }), done, (order) => ({
        value: `${dateTime(order.stages.closed?.at ?? 0)} ${order.number} ${order.title}`,
        to: { kind: 'order', id: order.id },
      })),
      ...(near.length === 0 ? [{ label: t('map.repaired', { within }), value: t('map.noneSoFar') }] : []),
    ],
  };
}

/** A street or community: what lies in it. */
export function streetCard(world: CardWorld, id: string): Card | undefined {
  const { network, buildings, complaints, t } = world;
  const feature = network.base.find((other) => other.id === id);
  const name = feature?.name;
  if (name === undefined) return undefined;
  const pipes = network.pipes.filter(({ street }) => street === name);
  const houses = buildings.filter(({ address, community }) => community === name || address.startsWith(name));
  const open = [...complaints.values()].filter(
    ({ status, place }) => status !== 'closed' && place.address?.startsWith(name),
  );
  const people = houses.reduce((sum, { households }) => sum + households, 0);
  return {
    title: name,
    facts: [
      ...pipeFacts(t, pipes),
      {
        label: t('map.layer.buildings'),
        value: houses.length > 0 ? t('map.housesOf', { houses: houses.length, households: people }) : undefined,
      },
      ...listed(world, t('map.layer.complaints'), open, (one) => ({
        value: complaintWords(world, one),
        to: { kind: 'complaint', id: one.id },
      })),
    ],
  };
}

function pipeFacts(t: CardWorld['t'], pipes: readonly Pipe[]): readonly Fact[] {
  if (pipes.length === 0) return [];
  const bores = pipes.map(({ dnMm }) => dnMm);
  const [least, most] = [Math.min(...bores), Math.max(...bores)];
  return [
    {
      label: t('map.layer.pipes'),
      value: t('map.pipesOf', {
        n: pipes.length,
        length: metres(pipes.reduce((sum, { lengthM }) => sum + lengthM, 0)),
      }),
    },
    { label: 'DN', value: least === most ? String(least) : `${String(least)}–${String(most)}` },
  ];
}

/** A marked place: what is nearest to it. */
export function placeCard({ network, buildings, t }: CardWorld, id: string): Card | undefined {
  const at = parsePlace(id);
  if (!at) return undefined;
  const pipe = nearestPipe(at, network.pipes, PIPE_WITHIN_M);
  const station = nearestOf(network.stations, at);
  const building = nearestOf(buildings, at);
  const away = (what: string, m: number): string => `${what} · ${metres(m)}`;
  return {
    title: t('map.markedPlace'),
    facts: [
      { label: t('map.at'), value: id },
      pipe
        ? {
            label: t('map.nearestPipe'),
            value: away(`${pipe.pipe.id} DN${String(pipe.pipe.dnMm)} ${pipe.pipe.street ?? ''}`.trim(), pipe.distanceM),
            to: { kind: 'pipe', id: pipe.pipe.id },
          }
        : { label: t('map.nearestPipe'), value: t('map.noPipeWithin', { m: PIPE_WITHIN_M }) },
      ...(station
        ? [
            {
              label: t('map.nearestStation'),
              value: away(station.item.name, station.m),
              to: { kind: 'station', id: station.item.id },
            } as const,
          ]
        : []),
      ...(building
        ? [
            {
              label: t('map.nearestAddress'),
              value: away(building.item.address || building.item.name, building.m),
              to: { kind: 'building', id: building.item.id },
            } as const,
          ]
        : []),
    ],
  };
}
