export const words = {
  bad: '质量差',
  uncertain: '存疑',
} as const;
