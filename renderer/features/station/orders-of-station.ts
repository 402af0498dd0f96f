import type { Complaint } from '#shared/domain/complaint/types.ts';
import type { Building } from '#shared/domain/network/types.ts';
import type { Order } from '#shared/domain/order/types.ts';

/** Open orders whose complaints come from buildings that this station heats. */
export function ordersOfStation(
  stationId: string,
  orders: readonly Order[],
  complaints: ReadonlyMap<string, Complaint>,
  buildings: ReadonlyMap<string, Building>,
): readonly Order[] {
  const isServed = (complaintId: string): boolean => {
    const buildingId = complaints.get(complaintId)?.buildingId;
    return buildingId !== undefined && buildings.get(buildingId)?.stationId === stationId;
  };
  return orders.filter((order) => order.stages.closed === undefined && order.complaintIds.some(isServed));
}
