import { expect, it } from 'vitest';
import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { Crew } from '#shared/domain/crew/types.ts';
import type { BaseFeature, Building, Pipe, Station, Valve } from '#shared/domain/network/types.ts';
import type { Order } from '#shared/domain/order/types.ts';
import { changeOf, mayEdit, pipeBeside } from '../valve/valve-edit.ts';
import { metres, type Card, type CardWorld } from './card.ts';
import { buildingCard, pipeCard, placeCard, repairPointCard, streetCard } from './ground-cards.ts';
import { alertCard, complaintCard, crewCard, orderCard } from './work-cards.ts';

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;
const at = [126, 45] as const;
/** Some 79 m to the east for each 0.001. */
const east = (steps: number) => [126 + steps * 0.001, 45] as const;

const pipes = [
  {
    id: 'P1',
    side: 'supply',
    from: 'a',
    to: 'b',
    path: [at, east(2)],
    lengthM: 158,
    dnMm: 300,
    innerDiameterM: 0.309,
    roughnessMm: 0.5,
    street: '和平路',
  },
  {
    id: 'P2',
    side: 'return',
    from: 'c',
    to: 'd',
    path: [at, east(2)],
    lengthM: 1_158,
    dnMm: 500,
    innerDiameterM: 0.5,
    roughnessMm: 0.5,
    depthM: 1.5,
    street: '和平路',
  },
] as unknown as readonly Pipe[];
const complaint = (id: string, patch: Partial<Complaint> = {}): Complaint =>
  ({
    id,
    category: 'notHot',
    text: '不热',
    place: { at, address: '和平路1号' },
    urgent: false,
    reportedAt: NOW - 5 * MINUTE,
    status: 'open',
    ...patch,
  }) as Complaint;
const order = (id: string, patch: Partial<Order> = {}): Order =>
  ({
    id,
    number: `11-${id}`,
    title: '漏水',
    category: 'leak',
    urgent: true,
    place: { at, address: '和平路1号' },
    complaintIds: [],
    stages: {},
    deadlines: [],
    notes: [],
    ...patch,
  }) as Order;

const world = (patch: Partial<CardWorld> = {}): CardWorld => ({
  network: {
    pipes,
    stations: [{ id: 'S1', name: '锦绣站', at: east(1) }] as unknown as readonly Station[],
    base: [
      { id: 'ST1', kind: 'street', name: '和平路', geometry: { type: 'LineString', coordinates: [at, east(2)] } },
      { id: 'RP1', kind: 'repairPoint', name: '抢修点', geometry: { type: 'Point', coordinates: at } },
    ] as readonly BaseFeature[],
  },
  buildings: [
    {
      id: 'B1',
      name: '1栋',
      address: '和平路1号',
      community: '锦绣',
      at,
      households: 60,
      heatedAreaM2: 5_000,
      construction: 'masonry',
      sensitive: 'school',
      stationId: 'S1',
    },
  ] as readonly Building[],
  complaints: new Map(),
  orders: new Map(),
  crews: new Map([
    [
      'K1',
      {
        id: 'K1',
        name: '一队',
        leader: '杨文',
        phone: '139',
        members: 4,
        skills: ['pipe', 'valve'],
        base: at,
        onShift: true,
      } as Crew,
    ],
  ]),
  alerts: new Map(),
  positions: new Map(),
  tracks: new Map(),
  now: NOW,
  t: (key, values) => (values ? `${key}(${Object.values(values).join()})` : key),
  age: (ms) => `${String(ms / MINUTE)}min`,
  dateTime: (time) => `@${String(time / MINUTE)}`,
  ...patch,
});

const fact = (card: Card | undefined, label: string) => card?.facts.find((one) => one.label === label);

it('tells of a complaint how old it is, its room, and who else called nearby', () => {
  const complaints = new Map([
    ['a', complaint('a', { roomTempC: 15.25, buildingId: 'B1', orderId: 'o' })],
    ['b', complaint('b', { category: 'burst' })],
    ['far', complaint('far', { place: { at: east(9) } })],
    ['gone', complaint('gone', { status: 'closed' })],
  ]);
  const card = complaintCard(world({ complaints, orders: new Map([['o', order('o')]]) }), 'a');
  expect(fact(card, 'desk.reported')?.value).toBe('@995 · map.ago(5min)');
  expect(fact(card, 'map.roomTemp')?.value).toBe('15.3 °C');
  expect(card?.facts.filter(({ label }) => label.startsWith('map.nearby')).map(({ to }) => to?.id)).toEqual(['b']);
  expect(card?.facts.flatMap(({ to }) => (to ? [`${to.kind}:${to.id}`] : []))).toEqual([
    'order:o',
    'building:B1',
    'complaint:b',
  ]);
  expect(complaintCard(world(), 'none')).toBeUndefined();
});

it('tells of an order its stage, the nearest deadline, and whether its crew is inside the geofence', () => {
  const deadlines = [
    { clock: 'repair', dueAt: NOW + 60 * MINUTE, rule: 'x' },
    { clock: 'contact', dueAt: NOW - 3 * MINUTE, rule: 'x' },
  ] as const;
  const orders = new Map([
    ['o', order('o', { crewId: 'K1', deadlines, stages: { received: { at: NOW, by: '', commandId: '' } } })],
  ]);
  const position = (steps: number) => new Map([['K1', { crewId: 'K1', at: east(steps), positionAt: NOW }]]);
  const near = orderCard(world({ orders, positions: position(0.9) }), 'o');
  expect(fact(near, 'map.crewAway')?.value).toMatch(/^71 m · map.insideFence$/);
  expect(fact(near, 'map.due')?.value).toBe('clock.contact time.over(3min)');
  expect(fact(near, 'map.stage')?.value).toBe('stage.received · @1000');
  expect(fact(orderCard(world({ orders, positions: position(20) }), 'o'), 'map.crewAway')?.value).toBe('1.57 km');
});

it('tells of a crew where it goes, how it is reached and how old its position is', () => {
  const orders = new Map([['o', order('o', { crewId: 'K1' })]]);
  const at20 = new Map([['K1', { crewId: 'K1', at, headingDeg: 350, positionAt: NOW - 11 * MINUTE }]]);
  const card = crewCard(world({ orders, positions: at20 }), 'K1');
  expect(card?.strong).toBe('map.sign.oldCrew');
  expect(fact(card, 'map.heading')?.value).toBe('map.compass.0');
  expect(fact(card, 'map.kind.order')?.to).toEqual({ kind: 'order', id: 'o' });
  expect(fact(crewCard(world(), 'K1'), 'map.positionAge')?.value).toBe('map.noPosition');
});

it('tells of an alert where, why, since when, and the orders under it', () => {
  const alert = {
    id: 'r',
    drill: false,
    status: 'active',
    reason: 'mainBurst',
    reasonText: '主干',
    place: { at, address: '和平路' },
    pipeId: 'P1',
    declaredAt: NOW,
    declaredBy: '王',
    steps: [],
  };
  const card = alertCard(
    world({
      alerts: new Map([['r', alert as unknown as RedAlert]]),
      orders: new Map([['o', order('o', { alertId: 'r' })]]),
    }),
    'r',
  );
  expect(fact(card, 'map.why')?.value).toBe('alert.reason.mainBurst · 主干');
  expect(card?.facts.flatMap(({ to }) => (to ? [to.id] : []))).toEqual(['P1', 'o']);
  expect(card?.opensIn).toBe('alert');
});

it('tells of a pipe what was surveyed and says what was not', () => {
  expect(fact(pipeCard(world(), 'P1'), 'map.depth')?.value).toBe('map.notSurveyed');
  expect(fact(pipeCard(world(), 'P2'), 'map.depth')?.value).toBe('1.5 m');
  expect(fact(pipeCard(world(), 'P1'), 'map.bore')?.value).toBe('309 mm · map.roughness(0.5)');
  expect(fact(pipeCard(world(), 'P1'), 'map.street')?.to).toEqual({ kind: 'street', id: 'ST1' });
});

it('tells of a building who lives there, its station, and the rooms complained of, the newest first', () => {
  const complaints = new Map([
    ['a', complaint('a', { buildingId: 'B1', roomTempC: 14, reportedAt: NOW - 9 * MINUTE, status: 'closed' })],
    ['b', complaint('b', { roomTempC: 15 })],
  ]);
  const card = buildingCard(world({ complaints }), 'B1');
  expect(card?.strong).toBe('map.sensitive.school');
  expect(card?.facts.slice(-2).map(({ to, value }) => [to?.id, /1[45]\.0 °C/.exec(value ?? '')?.[0]])).toEqual([
    ['b', '15.0 °C'],
    ['a', '14.0 °C'],
  ]);
});

it('tells of a repair point its crews, what is in repair and what was', () => {
  const orders = new Map([
    ['now', order('now')],
    ['then', order('then', { stages: { closed: { at: NOW, by: '', commandId: '' } } })],
    ['cold', order('cold', { category: 'notHot' })],
    ['far', order('far', { place: { at: east(90) } })],
  ]);
  const card = repairPointCard(world({ orders }), 'RP1');
  expect(card?.facts.flatMap(({ to }) => (to ? [to.id] : []))).toEqual(['K1', 'now', 'then']);
  expect(repairPointCard(world(), 'RP1')?.facts.at(-1)?.value).toBe('map.noneSoFar');
});

it('tells of a street its pipes, houses and calls', () => {
  const card = streetCard(world({ complaints: new Map([['a', complaint('a')]]) }), 'ST1');
  expect(card?.facts.map(({ value }) => value)).toEqual([
    'map.pipesOf(2,1.32 km)',
    '300–500',
    'map.housesOf(1,60)',
    'category.notHot 和平路1号 map.ago(5min)',
  ]);
});

it('tells of a free place what is nearest to it', () => {
  const card = placeCard(world(), '126.001000,45.001000');
  expect(card?.facts.flatMap(({ to }) => (to ? [`${to.kind}:${to.id}`] : []))).toEqual([
    'pipe:P1',
    'station:S1',
    'building:B1',
  ]);
  expect(placeCard(world(), '127,46')?.facts[1]?.value).toBe('map.noPipeWithin(500)');
});

it('ends long lists with a number', () => {
  const complaints = new Map(Array.from({ length: 10 }, (_, k) => [String(k), complaint(String(k))] as const));
  expect(complaintCard(world({ complaints }), '0')?.facts.at(-1)?.value).toBe('map.more(3)');
});

it('lets dispatchers and shift leads say what differs of a valve, and nothing else', () => {
  expect([mayEdit('dispatcher'), mayEdit('shiftLead'), mayEdit('callCentre'), mayEdit(undefined)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  const now = { state: 'open', condition: 'operable' } as const;
  expect(changeOf(now, 'open', 'operable')).toBeUndefined();
  expect(changeOf(now, 'closed', 'operable')).toEqual({ state: 'closed' });
  const valve = { id: 'V', from: 'x', to: 'b' } as Valve;
  expect(pipeBeside(valve, pipes)?.id).toBe('P1');
  expect(pipeBeside({ ...valve, from: 'c', to: 'x' }, pipes)?.id).toBe('P2');
});

it('says of a crew how far it came, or that it stands', () => {
  const track = (...steps: number[]) =>
    new Map([['K1', steps.map((step, k) => ({ at: east(step), atMs: NOW - MINUTE + k }))]]);
  expect(fact(crewCard(world({ tracks: track(0, 1, 3) }), 'K1'), 'map.track')?.value).toMatch(/^23\d m$/);
  expect(fact(crewCard(world({ tracks: track(1) }), 'K1'), 'map.track')?.value).toBe('map.notMoved');
  expect(fact(crewCard(world(), 'K1'), 'map.track')?.value).toBeUndefined();
});

it('leaves the households out where nobody lives', () => {
  const [school] = world().buildings as [Building];
  expect(fact(buildingCard(world(), 'B1'), 'map.households')?.value).toBe('60');
  const empty = world({ buildings: [{ ...school, households: 0 }] });
  expect(fact(buildingCard(empty, 'B1'), 'map.households')?.value).toBeUndefined();
});

it('writes lengths in metres or kilometres, without idle zeros', () => {
  expect([7.4, 100, 999.4, 999.6, 2_345, 3_000, 10_000, 2_500].map(metres)).toEqual([
    ...['7 m', '100 m', '999 m', '1 km', '2.35 km', '3 km', '10 km', '2.5 km'],
  ]);
});
