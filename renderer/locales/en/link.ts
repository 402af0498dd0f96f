export const words = {
  online: 'Online',
  connecting: 'Connecting',
  lost: 'Console lost',
  coreDown: 'Console restarting',
  rejected: 'Rejected',
  hubOffline: 'Hub offline',
  hubConnecting: 'Reaching hub',
  hubRefused: 'Hub refuses',
} as const;
