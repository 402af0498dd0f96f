export const words = {
  title: '疑似爆管点',
  none: '目前没有疑似爆管点。漏水类投诉聚集或多站压力下降时会自动出现。',
  label: '疑似爆管 {place} {pct}%',
  noStreet: '道路不明',
  noPipe: '附近没有管道',
  pipe: '管道 {id} DN{dn}',
  since: '{age}前出现',
  evidence: {
    complaints: '{n} 个来电',
    pressureDrop: '{n} 条一次供水压力低报警',
    makeupRise: '热源补水量高（{n} 条报警）',
  },
  declareHere: '在此宣布红色预警',
  openDeclared: '已宣布，打开预警',
  leadOnly: '只有值班长可以宣布，请先登录',
} as const;
