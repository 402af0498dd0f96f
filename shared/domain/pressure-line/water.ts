/** Standard gravity in m/s2. */
const GRAVITY = 9.80665;
/** Standard atmosphere in MPa: transmitters show gauge pressure, boiling depends on the absolute one. */
const ATMOSPHERE_MPA = 0.101325;

/**
 * Density of liquid water in kg/m3 at `tempC` (PRL-01): Kell's equation of 1975 for one atmosphere, 0 to 150 C [std: J. Chem. Eng. Data 20, 97]. Pressure
 * is left out: 1.6 MPa make it 0.08 % denser. Temperatures beyond the range are taken at its end.
 */
export function waterDensity(tempC: number): number {
  const t = Math.min(150, Math.max(0, tempC));
  const top =
    999.83952 + t * (16.945176 + t * (-7.9870401e-3 + t * (-46.170461e-6 + t * (105.56302e-9 + t * -280.54253e-12))));
  return top / (1 + 16.87985e-3 * t);
}

/**
 * Gauge pressure in MPa at which water of `tempC` boils (PRL-07): the saturation line of IAPWS-IF97, region 4 [std], less one atmosphere; below 100 C it is
 * negative, and then a vacuum would be needed. Good from 0 to 373 C.
 */
export function boilingGaugeMPa(tempC: number): number {
  const kelvin = tempC + 273.15;
  const theta = kelvin - 0.23855557567849 / (kelvin - 650.17534844798);
  const a = theta ** 2 + 1167.0521452767 * theta - 724213.16703206;
  const b = -17.073846940092 * theta ** 2 + 12020.82470247 * theta - 3232555.0322333;
  const c = 14.91510861353 * theta ** 2 - 4823.2657361591 * theta + 405113.40542057;
  return ((2 * c) / (-b + Math.sqrt(b ** 2 - 4 * a * c))) ** 4 - ATMOSPHERE_MPA;
}

/** Metres of water of `tempC` that stand on a pressure in MPa (PRL-01). */
export function columnM(pressureMPa: number, tempC: number): number {
  return (pressureMPa * 1e6) / (waterDensity(tempC) * GRAVITY);
}

/** The inverse of {@link columnM}: MPa under a column of `metres`. */
export function pressureOfColumnMPa(metres: number, tempC: number): number {
  return (metres * waterDensity(tempC) * GRAVITY) / 1e6;
}
