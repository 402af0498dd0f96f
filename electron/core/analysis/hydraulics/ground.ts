import type { Network, Station } from '#shared/domain/network/types.ts';
import type { HydraulicModel } from '#kit/hydraulics/hydraulic-model.ts';
import { rolesOf } from '#kit/hydraulics/model-text.ts';
import type { SimulatedStation } from './residuals.ts';

/** Where a station's ends and its link lie in the model. */
interface StationPlace {
  readonly station: Station;
  readonly supply: number;
  readonly back: number;
  /** Its throttle or pump; -1 for a plant whose supply and return are one junction. */
  readonly link: number;
}

/** A model with the network it was made of, and where everything lies in it. */
export interface Ground {
  readonly network: Network;
  readonly model: HydraulicModel;
  readonly nodeOf: (id: string) => number;
  /** All stations and plants, in network order. */
  readonly places: readonly StationPlace[];
  /** In the order of `rolesOf`. */
  readonly consumers: readonly StationPlace[];
  readonly plants: readonly StationPlace[];
}

/** Finds every station's place in the model. */
export function groundOf(network: Network, model: HydraulicModel): Ground {
  const index = new Map(network.nodes.map(({ id }, k) => [id, k]));
  const nodeOf = (id: string): number => index.get(id) ?? -1;
  const { consumers, plants } = rolesOf(network);
  const place = (station: Station, link: number): StationPlace => ({
    station,
    supply: nodeOf(station.supplyNode),
    back: nodeOf(station.returnNode),
    link,
  });
  const consumerPlaces = consumers.map((station, k) => place(station, model.layout.firstStation + k));
  const plantPlaces = plants.map((station, k) => place(station, model.layout.pumps[k] ?? -1));
  const byId = new Map([...consumerPlaces, ...plantPlaces].map((one) => [one.station.id, one]));
  const places = network.stations.flatMap(({ id }) => byId.get(id) ?? []);
  return { network, model, nodeOf, places, consumers: consumerPlaces, plants: plantPlaces };
}

/** Height of a junction, m. */
export function heightAt({ network }: Ground, node: number): number {
  return network.nodes[node]?.elevationM ?? 0;
}

/** Head between a station's ends in the last solution, m. */
export function liftAt({ model }: Ground, { supply, back }: StationPlace): number {
  return (model.headM[supply] ?? 0) - (model.headM[back] ?? 0);
}

/** Water column over the ground at a junction in the last solution, m; 0 where no source feeds it. */
export function columnAt(ground: Ground, node: number): number {
  return ground.model.isConnected(node) ? (ground.model.headM[node] ?? 0) - heightAt(ground, node) : 0;
}

/** What the last solution says of every station that is fed. */
export function simulatedStations(ground: Ground): readonly SimulatedStation[] {
  return ground.places.flatMap(({ station, supply, back, link }) =>
    ground.model.isConnected(supply) && ground.model.isConnected(back)
      ? {
          stationId: station.id,
          supplyM: columnAt(ground, supply),
          returnM: columnAt(ground, back),
          flowTPerH: ground.model.flowTPerH[link] ?? 0,
        }
      : [],
  );
}
