export const words = {
  phone: 'Phone',
  wechat: 'WeChat',
  app: 'App',
  counter: 'Counter',
} as const;
