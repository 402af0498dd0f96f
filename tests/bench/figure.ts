/** One measured number beside the number it is compared with, taken in the same run on the same machine. */
export interface Figure {
  readonly bench: string;
  readonly figure: string;
  readonly value: number;
  readonly unit: 'ms' | 'm' | 'MB' | 's' | 'B' | '1/s' | 'count' | 'cores' | 'share';
  /** What the ratio is to: the unavoidable part, done bare. */
  readonly baseline: string;
  readonly baselineValue: number;
  /** value / baselineValue. */
  readonly ratio: number;
}

export type Emit = (figure: Omit<Figure, 'bench' | 'ratio'>) => void;

/** The value below which `share` (0 to 1) of the samples lie; the samples need not be sorted. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  if (value === undefined) throw new Error('no samples');
  return value;
}
