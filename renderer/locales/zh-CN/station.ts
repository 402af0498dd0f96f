export const words = {
  serves: '{households} 户，{area} 平方米',
  onMap: '在地图上显示',
  values: '测量值',
  orders: '相关工单',
  noOrders: '没有未办结的工单',
  notes: '备注',
  measure: '测量',
  value: '数值',
  limits: '限值',
} as const;
