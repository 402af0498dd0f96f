export const words = {
  good: '良好',
  bad: '质量差',
  uncertain: '存疑',
} as const;
