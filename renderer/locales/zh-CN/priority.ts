export const words = {
  high: '高级报警',
  medium: '中级报警',
  low: '低级报警',
} as const;
