import type { Network } from '#shared/domain/network/types.ts';
import { Connectivity } from './connectivity.ts';
import { openEngine, runOnce } from './engine.ts';
import { modelText, rolesOf, SHUT_K, type PlantDuty } from './model-text.ts';

/** The lift in m that each station, and each plant (in the order of `rolesOf`), gets at given flows; 0 behind closed valves. */
export interface Lifts {
  readonly consumerM: Float64Array;
  readonly plantM: Float64Array;
}

/** Demands by junction when each consumer loses `tPerH` at its return side. */
export function lossDemand(network: Network, lossTPerH: Float64Array): Float64Array {
  const index = new Map(network.nodes.map((node, k) => [node.id, k]));
  const demand = new Float64Array(network.nodes.length);
  for (const [k, station] of rolesOf(network).consumers.entries()) {
    const at = index.get(station.returnNode) ?? -1;
    if (at >= 0) demand[at] = (demand[at] ?? 0) + (lossTPerH[k] ?? 0);
  }
  return demand;
}

/**
 * Pressure differences when every station draws `drawTPerH` and every plant that does not hold the pressure gives its flow, both as
 * plain demands: a first model from which throttles are frozen. (A flow-controlled consumer would hide a burst.) Undefined: there is no
 * solution.
 */
export async function liftsAt(
  network: Network,
  plants: readonly PlantDuty[],
  drawTPerH: Float64Array,
  lossTPerH: Float64Array,
): Promise<Lifts | undefined> {
  const roles = rolesOf(network);
  const index = new Map(network.nodes.map((node, k) => [node.id, k]));
  const at = (id: string): number => index.get(id) ?? -1;
  const demandTPerH = lossDemand(network, lossTPerH);
  const draw = (station: Network['stations'][number], tPerH: number): void => {
    for (const [id, flow] of [
      [station.supplyNode, tPerH],
      [station.returnNode, -tPerH],
    ] as const) {
      demandTPerH[at(id)] = (demandTPerH[at(id)] ?? 0) + flow;
    }
  };
  const holders = plants.flatMap((plant, k) => (plant.hold ? [k] : []));
  const connectivity = new Connectivity(network, holders);
  connectivity.update(Uint8Array.from(network.valves, (valve) => (valve.state === 'closed' ? 0 : 1)));
  const isFed = (station: Network['stations'][number]): boolean =>
    connectivity.reached[at(station.supplyNode)] === 1 && connectivity.reached[at(station.returnNode)] === 1;
  for (const [node, reached] of connectivity.reached.entries()) if (reached !== 1) demandTPerH[node] = 0;
  for (const [k, station] of roles.consumers.entries()) if (isFed(station)) draw(station, drawTPerH[k] ?? 0);
  for (const [k, plant] of roles.plants.entries()) {
    if (!plants[k]?.hold && isFed(plant)) draw(plant, -(plants[k]?.flowTPerH ?? 0));
  }
  const shut = plants.map((plant) => (plant.hold ? plant : { ...plant, liftM: undefined }));
  const throttleK = new Float64Array(roles.consumers.length).fill(SHUT_K);
  const project = await openEngine(modelText(network, { plants: shut, throttleK, demandTPerH }).text);
  const found = runOnce(project, true);
  project.closeH();
  project.close();
  if (!found) return undefined;
  const lift = (station: Network['stations'][number]): number =>
    isFed(station) ? (found.heads[at(station.supplyNode)] ?? 0) - (found.heads[at(station.returnNode)] ?? 0) : 0;
  return { consumerM: Float64Array.from(roles.consumers, lift), plantM: Float64Array.from(roles.plants, lift) };
}
