export const words = {
  burst: '爆管',
  leak: '漏水',
  suddenCold: '突然停热',
  notHot: '不热',
  belowStandard: '室温不达标',
  preventive: '预防性维护',
  other: '其他',
} as const;
