/** Nominal diameters of heating pipes in mm (the DN series in use for pre-insulated pipe). */
const DN_SERIES = [
  15, 20, 25, 32, 40, 50, 65, 80, 100, 125, 150, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800, 900, 1000, 1200,
  1400, 1600,
] as const;

/** The nominal diameter next to a bore in metres, for files that only give the bore. */
export function nearestDnMm(innerDiameterM: number): number {
  const mm = innerDiameterM * 1000;
  let best: number = DN_SERIES[0];
  for (const dn of DN_SERIES) if (Math.abs(dn - mm) < Math.abs(best - mm)) best = dn;
  return best;
}
