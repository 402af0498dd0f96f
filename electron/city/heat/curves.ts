/** What the heating runs to: all temperatures in C, for a room at 21 C and a design day of -26 C (Harbin, GB 50736). */
export const ROOM_C = 21;
export const DESIGN_OUTDOOR_C = -26;
/** Secondary side on the design day 60/48 C, radiator exponent 1.3 (EN 442). */
const RADIATOR_EXCESS_K = 33;
const RADIATOR_EXPONENT = 1.3;
export const SECONDARY_DROP_K = 12;
/** Primary side on the design day: 120 C against a secondary return of 48 C, cooled by 65 K. */
const PRIMARY_EXCESS_K = 72;
export const PRIMARY_DROP_K = 65;
/** What the source adds for the way to the stations [eng]. */
const WAY_LOSS_K = 2;

/** Heat load at an outdoor temperature as a share of the design load, 0.05 to 1.2. */
export function loadShare(outdoorTempC: number): number {
  return Math.min(1.2, Math.max(0.05, (ROOM_C - outdoorTempC) / (ROOM_C - DESIGN_OUTDOOR_C)));
}

/** Mean radiator temperature that gives `share` of the design heat to a room at 21 C. */
function radiatorMeanC(share: number): number {
  return ROOM_C + RADIATOR_EXCESS_K * share ** (1 / RADIATOR_EXPONENT);
}

/** Heat that radiators give, as a share of the design heat, at a mean water temperature in a room. Never negative. */
export function radiatorShare(meanC: number, roomC: number): number {
  return (Math.max(0, meanC - roomC) / RADIATOR_EXCESS_K) ** RADIATOR_EXPONENT;
}

/** Reset curves: what the secondary supply and the heat source's supply should be at an outdoor temperature. */
export function secondarySupplySetC(outdoorTempC: number): number {
  const share = loadShare(outdoorTempC);
  return radiatorMeanC(share) + (SECONDARY_DROP_K / 2) * share;
}

/** What the heat source sends out, °C, at an outdoor temperature in °C: the secondary demand, the exchanger and the way there on top. */
export function primarySupplySetC(outdoorTempC: number): number {
  const share = loadShare(outdoorTempC);
  return radiatorMeanC(share) - (SECONDARY_DROP_K / 2) * share + PRIMARY_EXCESS_K * share + WAY_LOSS_K;
}
