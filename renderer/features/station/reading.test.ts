import { expect, it } from 'vitest';
import { switchWord } from './reading.ts';

it('reads a pump as a word, and nothing else', () => {
  expect(switchWord(1, 'circulationPumpOn')).toBe('on');
  expect(switchWord(0, 'circulationPumpOn')).toBe('off');
  expect(switchWord(Number.NaN, 'circulationPumpOn')).toBeUndefined();
  expect(switchWord(1, 'primarySupplyPressureMPa')).toBeUndefined();
});
