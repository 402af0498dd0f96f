/** Decimals that are looked for. A transmitter has four or five digits; what needs more is kept as the float32 it came as [eng]. */
const MAX_DECIMALS = 4;
/** Marks whole numbers that are the bits of float32 values, in an order that follows theirs. */
export const AS_FLOAT = 7;

const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;
/** Largest whole number in use: differences of two of them fit 32 bits. */
const MAX_INT = 2 ** 30;

const floats = new Float32Array(1);
const bits = new Int32Array(floats.buffer);
/** The bits of -0. It is kept as 0: what is read back shows no sign that no instrument meant. */
const MINUS_ZERO = -0x8000_0000;

/** 10 to the number of decimals. */
export function powerOf(decimals: number): number {
  return POWERS[decimals] as number;
}

/** The fewest decimals, from `atLeast` on, with which `value` is the float32 it came as; AS_FLOAT where that takes more than four. */
export function decimalsOf(value: number, atLeast: number): number {
  if (atLeast === AS_FLOAT) return AS_FLOAT;
  const wanted = Math.fround(value);
  for (let decimals = atLeast; decimals <= MAX_DECIMALS; decimals += 1) {
    const power = POWERS[decimals] as number;
    const whole = Math.round(value * power);
    if (Math.abs(whole) > MAX_INT) return AS_FLOAT;
    if (Math.fround(whole / power) === wanted) return decimals;
  }
  return AS_FLOAT;
}

/** Whether whole numbers of so many decimals reach to a value of this size. */
export function reaches(size: number, decimals: number): boolean {
  return decimals === AS_FLOAT || size * (POWERS[decimals] as number) <= MAX_INT;
}

/** The whole number that stands for a value of so many decimals, as int32. */
export function intOf(value: number, decimals: number): number {
  if (decimals !== AS_FLOAT) return Math.round(value * (POWERS[decimals] as number));
  floats[0] = value;
  const held = bits[0] as number;
  if (held === MINUS_ZERO) return 0;
  return held < 0 ? held ^ 0x7fffffff : held;
}

/** The value that {@link intOf} stands for. */
export function valueOf(int: number, decimals: number): number {
  if (decimals !== AS_FLOAT) return int / (POWERS[decimals] as number);
  bits[0] = int < 0 ? int ^ 0x7fffffff : int;
  return floats[0] as number;
}
