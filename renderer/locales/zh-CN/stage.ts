export const words = {
  received: '受理',
  accepted: '接单',
  assigned: '派单',
  contacted: '联系用户',
  departed: '出发',
  arrived: '到场',
  handled: '处理完',
  revisited: '回访',
  closed: '办结',
} as const;
