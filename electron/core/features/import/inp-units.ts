/** Metres, and what follows from them, of one unit of an EPANET file. */
export interface InpUnits {
  /** Of elevations and pipe lengths, in metres. */
  readonly lengthM: number;
  /** Of pipe diameters, in metres. */
  readonly diameterM: number;
  /** Of a Darcy-Weisbach roughness, in mm. */
  readonly darcyRoughnessMm: number;
}

export type HeadlossFormula = 'H-W' | 'D-W' | 'C-M';

const FOOT_M = 0.3048;
const INCH_M = 0.0254;
const US: InpUnits = { lengthM: FOOT_M, diameterM: INCH_M, darcyRoughnessMm: FOOT_M };
const SI: InpUnits = { lengthM: 1, diameterM: 0.001, darcyRoughnessMm: 1 };

/** Flow unit of [OPTIONS] -> system of units of the whole file (EPANET 2.2 manual, appendix A). */
const UNITS_BY_FLOW: Readonly<Record<string, InpUnits>> = {
  CFS: US,
  GPM: US,
  MGD: US,
  IMGD: US,
  AFD: US,
  LPS: SI,
  LPM: SI,
  MLD: SI,
  CMH: SI,
  CMD: SI,
  CMS: SI,
};

/** Undefined for a flow unit that EPANET does not have. */
export function unitsOfFlow(flowUnit: string): InpUnits | undefined {
  const key = flowUnit.toUpperCase();
  return Object.hasOwn(UNITS_BY_FLOW, key) ? UNITS_BY_FLOW[key] : undefined;
}

/** Flow at which other roughness laws are matched: 1 m/s of water at 20 C (kinematic viscosity 1.0e-6 m2/s) [eng]. */
const MATCH_SPEED_M_PER_S = 1;
const VISCOSITY_M2_PER_S = 1.0e-6;
const GRAVITY = 9.80665;
const SMOOTHEST_MM = 0.001;

/**
 * Roughness in mm (Darcy-Weisbach) of a pipe of bore `boreM` (m). Hazen-Williams C and Manning n have no exact counterpart: the
 * wall is chosen that loses as much head at 1 m/s, by the Colebrook-White equation solved for the roughness.
 */
export function roughnessMmOf(formula: HeadlossFormula, value: number, boreM: number, units: InpUnits): number {
  if (formula === 'D-W') return value * units.darcyRoughnessMm;
  const slope = formula === 'H-W' ? hazenWilliamsSlope(value, boreM) : manningSlope(value, boreM);
  const friction = (2 * GRAVITY * boreM * slope) / MATCH_SPEED_M_PER_S ** 2;
  const reynolds = (MATCH_SPEED_M_PER_S * boreM) / VISCOSITY_M2_PER_S;
  const root = Math.sqrt(friction);
  const wallM = 3.7 * boreM * (10 ** (-1 / (2 * root)) - 2.51 / (reynolds * root));
  return Math.min(Math.max(wallM * 1000, SMOOTHEST_MM), boreM * 50);
}

/** Head lost per metre, Hazen-Williams in SI: 10.67 Q^1.852 / (C^1.852 d^4.8704). */
function hazenWilliamsSlope(c: number, boreM: number): number {
  const flow = (Math.PI / 4) * boreM ** 2 * MATCH_SPEED_M_PER_S;
  return (10.67 * flow ** 1.852) / (c ** 1.852 * boreM ** 4.8704);
}

/** Head lost per metre, Manning: n^2 v^2 / R^(4/3), R = d / 4. */
function manningSlope(n: number, boreM: number): number {
  return (n ** 2 * MATCH_SPEED_M_PER_S ** 2) / (boreM / 4) ** (4 / 3);
}
