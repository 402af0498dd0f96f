export const words = {
  open: '未处理',
  ordered: '已转单',
  closed: '已关闭',
} as const;
