export const words = {
  limit: '限值 {limit}',
  returned: '已恢复，未确认',
  title: '报警',
  none: '没有报警',
  noneNext: '新报警会自动出现在这里。',
  acknowledge: '确认',
  acknowledged: '{name} 已确认',
  acknowledgeAll: '确认列出的 {n} 条',
  unacknowledge: '撤回确认',
  status: { normal: '正常', activeUnacked: '未确认', activeAcked: '已确认', returnedUnacked: '已恢复未确认' },
  mistaken: '误确认',
} as const;
