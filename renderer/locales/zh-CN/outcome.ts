export const words = {
  done: '已完成',
  closedWithReason: '说明原因办结',
  handedOn: '移交',
} as const;
