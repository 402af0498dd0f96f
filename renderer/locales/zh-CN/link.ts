export const words = {
  online: '在线',
  connecting: '连接中',
  lost: '与控制台断开',
  coreDown: '控制台重启中',
  rejected: '被拒绝',
  hubOffline: '中心离线',
  hubConnecting: '连接中心',
  hubRefused: '中心拒绝',
} as const;
