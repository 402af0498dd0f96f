/** Heat of vaporisation of water at 100 C, kJ/kg [std IAPWS-IF97]. */
const VAPORISATION_KJ_PER_KG = 2256.4;

/**
 * Share of water of `tempC` that turns to steam when it comes out under one atmosphere (IMP-04): `cp (T - 100) / h_fg`, 0 to 1. `cp` is the mean heat capacity
 * from 100 C to T along the saturation line, 4.217 + 0.00093 (T - 100) kJ/(kg K): within 0.2 % of the IAPWS-IF97 enthalpies up to 180 C.
 */
export function flashShare(tempC: number): number {
  const above = Math.max(0, tempC - 100);
  return Math.min(1, ((4.217 + 0.00093 * above) * above) / VAPORISATION_KJ_PER_KG);
}
