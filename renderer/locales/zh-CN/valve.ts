export const words = {
  trace: '从此阀追踪爆管影响',
  history: '变更记录',
  asImported: '台账导入：{state}',
  basis: { imported: '台账', edited: '人工修改', field: '现场回报' },
  toldBy: '依据',
  from: { desk: '修改台账', field: '现场回报' },
  reasons: { survey: '图实不符', found: '巡查发现', repaired: '已检修', adjust: '运行调整' },
  whoMay: '只有调度员和值班长可以修改，请先登录',
  noChange: '与现有记录相同',
  needReason: '请写明原因',
  submit: '提交',
} as const;
