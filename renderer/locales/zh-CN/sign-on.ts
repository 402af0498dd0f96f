export const words = {
  title: '登录',
  person: '人员',
  pin: 'PIN 码',
  enter: '登录',
  leave: '{name} 退出',
  readOnly: '这是只读大屏，不能登录。',
} as const;
