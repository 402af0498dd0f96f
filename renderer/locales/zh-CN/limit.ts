export const words = {
  lowLow: '过低',
  low: '偏低',
  high: '偏高',
  highHigh: '过高',
  badQuality: '数据质量差',
  deviationLow: '低于基准',
  deviationHigh: '高于基准',
  fall: '骤降',
  rise: '骤升',
  stuck: '数值不变',
  fault: '系统自身故障',
} as const;
