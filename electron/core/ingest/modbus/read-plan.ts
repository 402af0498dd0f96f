import { isBitArea } from '#shared/contract/modbus-driver.ts';
import type { ModbusArea } from '#shared/contract/modbus-driver.ts';
import type { PointCluster } from './points.ts';

/** Most bits that one request may ask for (Modbus application protocol V1.1b3, 6.1 and 6.2). */
const MAX_BITS = 2_000;
/** A bit costs a sixteenth of a register. */
const BITS_A_REGISTER = 16;

/** One request: what lies close together in one table of a unit is read together. */
export interface PlannedRead {
  readonly unit: number;
  readonly area: ModbusArea;
  readonly address: number;
  /** Registers, or bits. */
  readonly quantity: number;
  /** In the order of their addresses. */
  readonly clusters: readonly PointCluster[];
}

export interface PlanLimits {
  /** Most registers of one request. */
  readonly maxRegisters: number;
  /** Most registers in a row that are read without being asked for. */
  readonly bridge: number;
}

/** As few requests as the limits allow, by unit. */
export function planReads(
  clusters: readonly PointCluster[],
  limits: PlanLimits,
): ReadonlyMap<number, readonly PlannedRead[]> {
  const plan = new Map<number, PlannedRead[]>();
  const byPlace = [...clusters].sort(
    (a, b) => a.unit - b.unit || (a.area < b.area ? -1 : a.area > b.area ? 1 : a.start - b.start || a.end - b.end),
  );
  for (const cluster of byPlace) {
    const reads = plan.get(cluster.unit) ?? [];
    plan.set(cluster.unit, reads);
    const last = reads.at(-1);
    if (last !== undefined && fits(last, cluster, limits)) reads[reads.length - 1] = extended(last, cluster);
    else reads.push(readOf([cluster]));
  }
  return plan;
}

/**
 * What to ask instead when a device refuses a request: first without the registers that nobody wants (they may be the ones that do
 * not exist), then each half, down to single clusters, which stay as they are.
 */
export function splitRead(read: PlannedRead): readonly PlannedRead[] {
  const runs: PointCluster[][] = [];
  let end = -1;
  for (const cluster of read.clusters) {
    const run = runs.at(-1);
    if (run !== undefined && cluster.start <= end) run.push(cluster);
    else runs.push([cluster]);
    end = Math.max(end, cluster.end);
  }
  if (runs.length > 1) return runs.map(readOf);
  if (read.clusters.length === 1) return [read];
  const middle = read.clusters.length >> 1;
  return [readOf(read.clusters.slice(0, middle)), readOf(read.clusters.slice(middle))];
}

function fits(read: PlannedRead, cluster: PointCluster, { maxRegisters, bridge }: PlanLimits): boolean {
  if (read.area !== cluster.area) return false;
  const isBits = isBitArea(read.area);
  const most = isBits ? MAX_BITS : maxRegisters;
  const gap = isBits ? bridge * BITS_A_REGISTER : bridge;
  const end = read.address + read.quantity;
  return Math.max(end, cluster.end) - read.address <= most && cluster.start - end <= gap;
}

function extended(read: PlannedRead, cluster: PointCluster): PlannedRead {
  const end = Math.max(read.address + read.quantity, cluster.end);
  return { ...read, quantity: end - read.address, clusters: [...read.clusters, cluster] };
}

function readOf(clusters: readonly PointCluster[]): PlannedRead {
  const { unit, area, start } = clusters[0] as PointCluster;
  const end = Math.max(...clusters.map((cluster) => cluster.end));
  return { unit, area, address: start, quantity: end - start, clusters };
}
