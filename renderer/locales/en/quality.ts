export const words = {
  bad: 'bad',
  uncertain: 'uncertain',
} as const;
