export const words = {
  since: '已 {age}',
  retry: '立即重连',
  retryIn: '立即重连（{age}后自动）',
  coreDown: {
    what: '本机控制台已停止，正在自动重启。',
    still: '画面保留最后的数据，数值会显示变旧；已提交的操作都在磁盘上。暂时不能新做操作。',
  },
  lost: { what: '本窗口与控制台的连接断开。', still: '画面保留最后的数据；正在自动重连，未交出的操作会在恢复后交出。' },
  rejected: { what: '控制台拒绝了本窗口。', still: '重连不会成功，请按下面的提示处理。' },
  hubOffline: {
    what: '与中心断开，离线工作。',
    still: '实时数据、报警、派单和预警照常；操作先存在本机，恢复后自动送达。',
  },
  hubRefused: { what: '中心拒绝了本控制台。', still: '实时数据照常；操作存在本机，尚未送达。' },
  chain: { what: '中心的日志与本机记录不连续。', still: '可能被截断或改写。请通知值班长，先导出本机日志。' },
  driver: { what: '数据源 {id}（{endpoint}）断开。', still: '它的 {n} 个测点显示为陈旧；其他数据照常，正在自动重连。' },
} as const;
