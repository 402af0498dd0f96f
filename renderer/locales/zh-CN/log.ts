export const words = {
  title: '日志',
  empty: '日志中还没有记录',
  refused: '未成立 {code}',
  notePlaceholder: '写一条备注',
  writeNote: '记下',
} as const;
