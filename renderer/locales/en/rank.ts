export const words = {
  travel: { position: '{km} km away, about {min} min', base: '{km} km from its base, about {min} min' },
  skilled: 'has {skills}',
  lacks: 'lacks {skills} (+{min} min)',
  free: 'no order',
  load: '1 order (+{min} min) | {n} orders (+{min} min)',
  noPosition: 'no position, from its base',
  oldPosition: 'position {age} old',
  offShift: 'off shift',
  score: '{min} min',
} as const;
