import { expect, it } from 'vitest';
import type Style from 'ol/style/Style.js';
import { createCrewNames } from './crew-names.ts';
import { createLiveLayer } from './live-layer.ts';
import type { MapTheme } from './map-theme.ts';
import type { CrewMark } from './marks.ts';

const theme = { colours: {}, scale: 1 } as unknown as MapTheme;

/** What stands at each crew, by its id. */
function namesOf(marks: readonly CrewMark[], resolution: number): Record<string, unknown> {
  const crews = createLiveLayer<CrewMark>('crew', { zIndex: 8, styleOf: () => undefined });
  crews.set(marks);
  const styleOf = createCrewNames(crews, () => theme).getStyleFunction();
  const features = crews.layer.getSource()?.getFeatures() ?? [];
  return Object.fromEntries(
    features.map((feature) => {
      const style = styleOf?.(feature, resolution) as Style | undefined;
      return [(feature.get('mark') as CrewMark).id, style?.getText()?.getText()];
    }),
  );
}

it('says from afar how many crews one sign stands for, also where there are too many to name each', () => {
  const mark = (k: number, more: Partial<CrewMark> = {}): CrewMark => ({
    id: `K${String(k)}`,
    at: [126 + k / 100, 45],
    label: `crew ${String(k)}`,
    isOld: false,
    slot: 0,
    ...more,
  });
  const spot = [mark(0, { label: 'crew 0\ncrew 1', group: '2 crews' }), mark(1, { at: [126, 45], label: '', slot: 1 })];
  const few = [...spot, mark(2)];
  expect(namesOf(few, 10)).toEqual({ K0: '2 crews', K1: undefined, K2: 'crew 2' });
  expect(namesOf(few, 100)).toEqual({ K0: '2 crews', K1: undefined, K2: undefined });
  expect(namesOf(few, 1)).toEqual({ K0: 'crew 0\ncrew 1', K1: undefined, K2: 'crew 2' });
  const many = [...few, ...Array.from({ length: 100 }, (_, k) => mark(3 + k))];
  expect(namesOf(many, 10)).toMatchObject({ K0: '2 crews', K2: undefined });
  expect(namesOf(many, 1)).toMatchObject({ K0: 'crew 0\ncrew 1', K2: 'crew 2' });
});
