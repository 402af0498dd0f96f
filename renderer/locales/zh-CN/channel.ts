export const words = {
  phone: '电话',
  wechat: '微信',
  app: '应用',
  counter: '柜台',
} as const;
