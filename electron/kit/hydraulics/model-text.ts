import type { Network } from '#shared/domain/network/types.ts';
import { DENSITY_KG_PER_M3, lossCoefficient, m3PerHOf, VISCOSITY_M2_PER_S } from './water.ts';

/** Bore of the model's throttles (stations, make-up): only K and bore together mean anything. */
export const THROTTLE_BORE_M = 0.15;
/** K of a throttle that lets next to nothing through. */
export const SHUT_K = 1e12;

/** How the heat source holds the network: heads in metres of hot water over its own ground, flows in t/h. */
export interface SourceDuty {
  readonly flowTPerH: number;
  readonly liftM: number;
  /** Static head at the pump suction that the make-up pumps hold without flow. */
  readonly holdM: number;
  /** Fall of the suction head at which make-up and accumulator give their full flow. */
  readonly droopM: number;
  /** Full flow of the treated-water pumps. */
  readonly makeupLimitTPerH: number;
  /** The accumulator tank steps in below this suction head, up to its own limit. Its line has no meter. */
  readonly accumulatorM: number;
  readonly accumulatorLimitTPerH: number;
}

/** What the throttles and pumps of a model text are set to. */
export interface ModelState {
  /** Taken from each junction in t/h (negative: given), in network order. */
  readonly demandTPerH: Float64Array;
  /** Loss coefficient of each station's throttle. */
  readonly throttleK: Float64Array;
  /** Lift in m at the design flow of each plant but the source; undefined keeps its pump shut. */
  readonly helperLiftM: readonly (number | undefined)[];
}

/** Positions in the model: junctions come in network order, then links as pipes, valves, station throttles, plant. All 0-based. */
export interface ModelLayout {
  readonly nodes: number;
  readonly firstValve: number;
  readonly firstStation: number;
  readonly makeup: number;
  readonly accumulator: number;
  /** Pumps in the order of `plants`. */
  readonly firstPump: number;
  readonly links: number;
}

/** Stations that only take heat, and the plants (source first) that pump, in network order. */
export function rolesOf(network: Network): { consumers: Network['stations']; plants: Network['stations'] } {
  const byRank = [...network.stations].filter((s) => s.kind !== 'station');
  byRank.sort((a, b) => Number(b.kind === 'source') - Number(a.kind === 'source'));
  return { consumers: network.stations.filter((s) => s.kind === 'station'), plants: byRank };
}

/**
 * The network as an EPANET input file in m3/h, metres of hot water and mm. Valves are short pipes that can be closed; a station is
 * one pipe with a check valve and a throttle; supply and return are coupled by it and by the plants' pumps.
 */
export function modelText(
  network: Network,
  source: SourceDuty,
  state: ModelState,
): { text: string; layout: ModelLayout } {
  const index = new Map(network.nodes.map((node, k) => [node.id, k]));
  const at = (id: string): string => `n${index.get(id) ?? -1}`;
  const { consumers, plants } = rolesOf(network);
  const plant = plants[0];
  if (!plant) throw new RangeError('a network without a heat source cannot be solved');
  const links: string[] = [];
  const pipe = (
    from: string,
    to: string,
    lengthM: number,
    bore: number,
    roughness: number,
    k: number,
    status: string,
  ): void => {
    links.push(`l${links.length} ${from} ${to} ${lengthM} ${(bore * 1000).toFixed(2)} ${roughness} ${k} ${status}`);
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
    pipe(at(s.supplyNode), at(s.returnNode), 1, THROTTLE_BORE_M, 0.5, state.throttleK[k] ?? SHUT_K, 'CV');
  }
  const ground = plant.elevationM;
  const throttle = (headM: number, tPerH: number): number => lossCoefficient(headM, m3PerHOf(tPerH), THROTTLE_BORE_M);
  const makeup = links.length;
  pipe('makeup', at(plant.returnNode), 1, THROTTLE_BORE_M, 0.5, throttle(source.droopM, source.makeupLimitTPerH), 'CV');
  const accumulator = links.length;
  const accumulatorK = throttle(source.droopM, source.accumulatorLimitTPerH);
  pipe('store', at(plant.returnNode), 1, THROTTLE_BORE_M, 0.5, accumulatorK, 'CV');
  const pumps = plants.map((p, k) => `l${links.length + k} ${at(p.returnNode)} ${at(p.supplyNode)} HEAD c${k}`);
  const curves = plants.map((p, k) => {
    const flow = k === 0 ? source.flowTPerH : (p.designFlowTPerH ?? 1);
    return `c${k} ${m3PerHOf(flow)} ${k === 0 ? source.liftM : (state.helperLiftM[k - 1] ?? source.liftM)}`;
  });
  const shut = plants
    .slice(1)
    .flatMap((_, k) => (state.helperLiftM[k] === undefined ? [`l${links.length + k + 1} Closed`] : []));
  const text = [
    '[JUNCTIONS]',
    ...network.nodes.map((node, k) => `n${k} ${node.elevationM} ${m3PerHOf(state.demandTPerH[k] ?? 0)}`),
    '[RESERVOIRS]',
    `makeup ${ground + source.holdM}`,
    `store ${ground + source.accumulatorM}`,
    '[PIPES]',
    ...links,
    '[PUMPS]',
    ...pumps,
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
    'ACCURACY 0.0005',
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
    accumulator,
    firstPump: links.length,
    links: links.length + plants.length,
  };
  return { text, layout };
}
