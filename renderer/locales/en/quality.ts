export const words = {
  good: 'good',
  bad: 'bad',
  uncertain: 'uncertain',
} as const;
