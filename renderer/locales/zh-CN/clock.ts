export const words = {
  contact: '联系',
  repair: '修复',
  plan: '方案',
  revisit: '回访',
} as const;
