export const words = {
  title: '查找或执行',
  placeholder: '站名、工单号、地址、队伍、操作；可用拼音首字母',
  nothing: '没有找到，换个名称、编号或拼音首字母',
  window: '窗口',
  action: '操作',
  station: '换热站',
  order: '工单',
  complaint: '投诉',
  crew: '队伍',
  theme: '切换日间 / 夜间',
} as const;
