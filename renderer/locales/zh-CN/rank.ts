export const words = {
  travel: { position: '距离 {km} 公里，约 {min} 分', base: '距驻地 {km} 公里，约 {min} 分' },
  skilled: '具备 {skills}',
  lacks: '缺 {skills}（+{min} 分）',
  free: '无任务',
  load: '在手 {n} 单（+{min} 分）',
  noPosition: '没有位置，按驻地估算',
  oldPosition: '位置是 {age}前的',
  offShift: '不在班',
  score: '{min} 分',
} as const;
