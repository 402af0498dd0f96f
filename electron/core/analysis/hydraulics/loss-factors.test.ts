import { describe, expect, it } from 'vitest';
import { BORE_CLASSES, boreClass, fitLossFactors } from './loss-factors.ts';

/** Head that 40 stations lose on their way: metres in each class, from class by class. */
const WAYS = Array.from({ length: 40 }, (_, i) =>
  Array.from({ length: BORE_CLASSES }, (_, c) => (i % (c + 2) === 0 ? 4 + c + (i % 7) : 1)),
);
const TRUE = [2, 1.3, 0.7, 1, 1.6];

/** Measured minus simulated heads for factors given as ln, with one broken transmitter. */
function residualsAt(lnFactors: readonly number[], brokenM = 0): readonly number[] {
  return WAYS.map((metres, i) => {
    const lost = (factors: readonly number[]): number =>
      metres.reduce((sum, metre, c) => sum + metre * (factors[c] ?? 1), 0);
    return lost(lnFactors.map(Math.exp)) - lost(TRUE) + (i === 5 ? brokenM : 0);
  });
}
const START = Array.from({ length: BORE_CLASSES }, () => 0);

describe('loss factors by bore class', () => {
  it('finds the factors that the readings ask for', () => {
    const found = fitLossFactors(START, (factors) => residualsAt(factors)).map(Math.exp);
    for (const [c, factor] of TRUE.entries()) expect(found[c]).toBeCloseTo(factor, 1);
  });

  it('is not bent by one broken transmitter', () => {
    const found = fitLossFactors(START, (factors) => residualsAt(factors, 20)).map(Math.exp);
    for (const [c, factor] of TRUE.entries()) expect(Math.abs((found[c] ?? 0) - factor)).toBeLessThan(0.25);
  });

  it('stays where it is when nothing can be solved, nothing is read, or nothing is wrong', () => {
    expect(fitLossFactors(START, () => undefined)).toEqual(START);
    expect(fitLossFactors(START, () => [])).toEqual(START);
    const right = TRUE.map(Math.log);
    expect(fitLossFactors(right, (factors) => residualsAt(factors))).toEqual(right);
  });

  it('puts every nominal diameter into one class', () => {
    expect([20, 125, 126, 200, 300, 500, 501, 1400].map(boreClass)).toEqual([0, 0, 1, 1, 2, 3, 4, 4]);
  });
});
