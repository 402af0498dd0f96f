import type { Network } from '#shared/domain/network/types.ts';
import { DENSITY_KG_PER_M3, lossCoefficient, m3PerHOf, VISCOSITY_M2_PER_S } from './water.ts';

/** Bore of the model's throttles (stations, make-up): only K and bore together mean anything. */
const THROTTLE_BORE_M = 0.15;
/** K of a throttle that lets next to nothing through. */
export const SHUT_K = 1e12;

const ACCURACY = 0.0005;

/** How a plant holds the pressure of the network: heads in metres of hot water over its own ground, flows in t/h. */
export interface HoldDuty {
  /** Static head at the pump suction that the make-up pumps hold without flow. */
  readonly holdM: number;
  /** Fall of the suction head at which make-up and accumulator give their full flow. */
  readonly droopM: number;
  /** Full flow of the treated-water pumps. */
  readonly makeupLimitTPerH: number;
  /** The accumulator tank (or any reserve without a meter) steps in below this suction head, up to its own limit. */
  readonly accumulatorM: number;
  readonly accumulatorLimitTPerH: number;
}

/** What a plant does: its pump's design point, and how it holds the pressure where it does. */
export interface PlantDuty {
  readonly flowTPerH: number;
  /** Lift in m at `flowTPerH`; undefined keeps the pump shut. Of no effect where supply and return are one junction. */
  readonly liftM: number | undefined;
  readonly hold?: HoldDuty | undefined;
}

/** What is set in a model text. */
export interface ModelSetup {
  /** In the order of `rolesOf(network).plants`; the first one that holds is the reference. At least one has to hold. */
  readonly plants: readonly PlantDuty[];
  /** Loss coefficient of each station's throttle. */
  readonly throttleK: Float64Array;
  /** Taken from each junction in t/h (negative: given), in network order. */
  readonly demandTPerH: Float64Array;
  /** Change of the flows in the last trial, in relation to all flows, at which the solver stops; 0.0005 by default. */
  readonly accuracy?: number | undefined;
}

/** Positions in the model: junctions come in network order, then links as pipes, valves, station throttles, plants. All 0-based. */
export interface ModelLayout {
  readonly nodes: number;
  readonly firstValve: number;
  readonly firstStation: number;
  /** Make-up line of the first plant that holds; each further one follows two links later. */
  readonly makeup: number;
  /** Accumulator line of the first plant that holds. */
  readonly accumulator: number;
  /** Places in `plants` of those that hold, in the order of their make-up lines. */
  readonly holders: readonly number[];
  /** Link of each plant's pump in the order of `plants`; -1 for a plant whose supply and return are one junction. */
  readonly pumps: readonly number[];
  readonly links: number;
}

/** Stations that only take heat, and the plants (sources first) that pump, in network order. */
export function rolesOf(network: Network): { consumers: Network['stations']; plants: Network['stations'] } {
  const byRank = [...network.stations].filter((s) => s.kind !== 'station');
  byRank.sort((a, b) => Number(b.kind === 'source') - Number(a.kind === 'source'));
  return { consumers: network.stations.filter((s) => s.kind === 'station'), plants: byRank };
}

/** K of the throttle that gives `tPerH` at a fall of `headM`. */
export function throttleOf(headM: number, tPerH: number): number {
  return Math.min(SHUT_K, lossCoefficient(headM, m3PerHOf(Math.max(1e-6, tPerH)), THROTTLE_BORE_M));
}

/**
 * The network as an EPANET input file in m3/h, metres of hot water and mm. Valves are short pipes that can be closed; a station is
 * one pipe with a check valve and a throttle; supply and return are coupled by it and by the plants' pumps.
 */
export function modelText(network: Network, setup: ModelSetup): { text: string; layout: ModelLayout } {
  const index = new Map(network.nodes.map((node, k) => [node.id, k]));
  const at = (id: string): string => `n${index.get(id) ?? -1}`;
  const { consumers, plants } = rolesOf(network);
  const holders = setup.plants.flatMap((plant, k) => (plant.hold ? [k] : []));
  if (holders.length === 0) throw new RangeError('a network without a heat source cannot be solved');
  const links: string[] = [];
  const pipe = (
    from: string,
    to: string,
    lengthM: number,
    boreM: number,
    roughnessMm: number,
    k: number,
    status: string,
  ): void => {
    links.push(`l${links.length} ${from} ${to} ${lengthM} ${(boreM * 1000).toFixed(2)} ${roughnessMm} ${k} ${status}`);
  };
  const bores = new Map<string, number>();
  for (const p of network.pipes) {
    pipe(at(p.from), at(p.to), p.lengthM, p.innerDiameterM, p.roughnessMm, 0, 'Open');
    for (const end of [p.from, p.to]) bores.set(end, Math.max(bores.get(end) ?? 0, p.innerDiameterM));
  }
  const firstValve = links.length;
  for (const v of network.valves) {
    const bore = v.dnMm ? v.dnMm / 1000 : Math.min(bores.get(v.from) ?? 0.2, bores.get(v.to) ?? 0.2);
    pipe(at(v.from), at(v.to), 3, bore, 0.5, 0.3, v.state === 'closed' ? 'Closed' : 'Open');
  }
  const firstStation = links.length;
  for (const [k, s] of consumers.entries()) {
    pipe(at(s.supplyNode), at(s.returnNode), 1, THROTTLE_BORE_M, 0.5, setup.throttleK[k] ?? SHUT_K, 'CV');
  }
  const makeup = links.length;
  const reservoirs: string[] = [];
  for (const place of holders) {
    const [plant, hold] = [plants[place], setup.plants[place]?.hold];
    if (!plant || !hold) continue;
    const ground = plant.elevationM;
    reservoirs.push(`makeup${place} ${ground + hold.holdM}`, `store${place} ${ground + hold.accumulatorM}`);
    const k = throttleOf(hold.droopM, hold.makeupLimitTPerH);
    pipe(`makeup${place}`, at(plant.returnNode), 1, THROTTLE_BORE_M, 0.5, k, 'CV');
    const storeK = throttleOf(hold.droopM, hold.accumulatorLimitTPerH);
    pipe(`store${place}`, at(plant.returnNode), 1, THROTTLE_BORE_M, 0.5, storeK, 'CV');
  }
  const pumps = plants.map(() => -1);
  const [pumpLines, curves, shut]: [string[], string[], string[]] = [[], [], []];
  for (const [k, plant] of plants.entries()) {
    const duty = setup.plants[k];
    if (!duty || plant.supplyNode === plant.returnNode) continue;
    const link = links.length + pumpLines.length;
    pumps[k] = link;
    pumpLines.push(`l${link} ${at(plant.returnNode)} ${at(plant.supplyNode)} HEAD c${k}`);
    curves.push(`c${k} ${m3PerHOf(duty.flowTPerH)} ${duty.liftM ?? 1}`);
    if (duty.liftM === undefined) shut.push(`l${link} Closed`);
  }
  const text = [
    '[JUNCTIONS]',
    ...network.nodes.map((node, k) => `n${k} ${node.elevationM} ${m3PerHOf(setup.demandTPerH[k] ?? 0)}`),
    '[RESERVOIRS]',
    ...reservoirs,
    '[PIPES]',
    ...links,
    '[PUMPS]',
    ...pumpLines,
    '[CURVES]',
    ...curves,
    '[STATUS]',
    ...shut,
    '[OPTIONS]',
    'UNITS CMH',
    'HEADLOSS D-W',
    `SPECIFIC GRAVITY ${DENSITY_KG_PER_M3 / 1000}`,
    `VISCOSITY ${VISCOSITY_M2_PER_S / 1.022e-6}`,
    'TRIALS 200',
    `ACCURACY ${setup.accuracy ?? ACCURACY}`,
    'UNBALANCED CONTINUE 10',
    'EMITTER EXPONENT 0.5',
    'BACKFLOW ALLOWED NO',
    '[TIMES]',
    'DURATION 0',
    '[REPORT]',
    'STATUS NO',
    'SUMMARY NO',
    'MESSAGES NO',
    '[END]',
    '',
  ].join('\n');
  const layout: ModelLayout = {
    nodes: network.nodes.length,
    firstValve,
    firstStation,
    makeup,
    accumulator: makeup + 1,
    holders,
    pumps,
    links: links.length + pumpLines.length,
  };
  return { text, layout };
}
