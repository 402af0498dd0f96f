/** Hot water in the primary network, taken at 80 C (IAPWS): kg/m3 and m2/s. */
export const DENSITY_KG_PER_M3 = 972;
export const VISCOSITY_M2_PER_S = 0.365e-6;
/** Heat capacity in kJ/(kg K). */
export const HEAT_CAPACITY_KJ = 4.19;
export const GRAVITY = 9.81;

/** Gauge pressure in MPa of a water column in metres (may be negative: a vacuum). */
export function pressureMPa(columnM: number): number {
  return (columnM * DENSITY_KG_PER_M3 * GRAVITY) / 1e6;
}

/** The inverse of {@link pressureMPa}. */
export function columnM(pressure: number): number {
  return (pressure * 1e6) / (DENSITY_KG_PER_M3 * GRAVITY);
}

export const tPerHOf = (m3PerH: number): number => (m3PerH * DENSITY_KG_PER_M3) / 1000;
export const m3PerHOf = (tPerH: number): number => (tPerH * 1000) / DENSITY_KG_PER_M3;

/** Loss coefficient K (of v^2/2g in a bore of `diameterM`) that takes `headM` at `m3PerH`. */
export function lossCoefficient(headM: number, m3PerH: number, diameterM: number): number {
  const velocity = m3PerH / 3600 / ((Math.PI / 4) * diameterM ** 2);
  return (headM * 2 * GRAVITY) / velocity ** 2;
}

/** Discharge coefficient of a hole in a pipe wall (DOMAIN.md, Burst impact 1). */
const HOLE_CD = 0.6;

/** Emitter coefficient `C = Cd A sqrt(2 g)` of a hole with `share` of the bore's area, in m3/h per sqrt(m of hot water). */
export function emitterCoefficient(innerDiameterM: number, share: number, cd = HOLE_CD): number {
  const area = (Math.PI / 4) * innerDiameterM ** 2 * share;
  return cd * area * Math.sqrt(2 * GRAVITY) * 3600;
}
