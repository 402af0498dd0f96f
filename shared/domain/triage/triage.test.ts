import { describe, expect, it } from 'vitest';
import { safetyWordsIn, triage, triageChosen } from './triage.ts';

const BURSTS = ['小区门口爆管了', '井盖往外冒热水', '地沟里全是蒸汽', '有人被烫伤', '路面塌陷了一大块'];

describe('triage', () => {
  it('TRI-01: a safety word makes it a burst, whatever category was given', () => {
    for (const text of BURSTS) {
      expect(triage('notHot', text, undefined)).toMatchObject({ category: 'burst', urgent: true, leakWeight: 1 });
    }
    expect(triage('notHot', '暖气不烫,温吞吞的', undefined)).toMatchObject({ category: 'notHot', safetyWords: [] });
    expect(safetyWordsIn('爆管了,到处蒸汽')).toEqual(['爆管', '蒸汽']);
  });

  it('TRI-02: a denial takes the word back, a question does not', () => {
    expect(safetyWordsIn('就是不热,没有蒸汽')).toEqual([]);
    expect(safetyWordsIn('不是爆管')).toEqual([]);
    expect(safetyWordsIn('是不是爆管了')).toEqual(['爆管']);
    expect(safetyWordsIn('昨天没有蒸汽,今天冒蒸汽')).toEqual(['蒸汽']);
  });

  it('TRI-03: burst, leak and a room below 16 C are urgent', () => {
    expect(triage('burst', '', undefined).urgent).toBe(true);
    expect(triage('leak', '', undefined).urgent).toBe(true);
    expect(triage('belowStandard', '', 15.9).urgent).toBe(true);
    expect(triage('belowStandard', '', 16).urgent).toBe(false);
    expect(triage('suddenCold', '突然不热', undefined).urgent).toBe(false);
  });

  it('TRI-04: weighs burst 1.0, leak 0.6, sudden cold 0.3 and the rest 0', () => {
    const weights = (['burst', 'leak', 'suddenCold', 'notHot', 'belowStandard', 'other'] as const).map(
      (category) => triage(category, '', undefined).leakWeight,
    );
    expect(weights).toEqual([1, 0.6, 0.3, 0, 0, 0]);
  });

  it('TRI-05: an indoor drip weighs nothing, flowing water in the street and safety words do', () => {
    expect(triage('leak', '厨房暖气片滴水', undefined)).toMatchObject({ leakWeight: 0, urgent: true });
    expect(triage('leak', '马路边漏水', undefined).leakWeight).toBe(0.6);
    expect(triage('leak', '家里暖气片爆管漏水', undefined).leakWeight).toBe(1);
  });

  it('TRI-06: the category a person chose wins, and the words stay on show', () => {
    expect(triageChosen('notHot', '邻居说有蒸汽', undefined)).toEqual({
      category: 'notHot',
      urgent: false,
      safetyWords: ['蒸汽'],
      leakWeight: 0,
    });
  });
});
