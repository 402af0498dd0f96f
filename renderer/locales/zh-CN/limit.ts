export const words = {
  lowLow: '过低',
  low: '偏低',
  high: '偏高',
  highHigh: '过高',
  badQuality: '数据质量差',
} as const;
