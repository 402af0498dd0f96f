export const words = {
  seconds: '{n} 秒',
  minutes: '{n} 分',
  hours: '{n} 小时',
  days: '{n} 天',
  left: '剩 {age}',
  over: '超 {age}',
} as const;
