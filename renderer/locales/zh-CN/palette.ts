export const words = {
  title: '查找或执行',
  placeholder: '站、阀门、管道、地址、队伍、工单、电话、操作；可用拼音',
  nothing: '没有找到，换个名称、编号或拼音',
  window: '窗口',
  action: '操作',
  theme: '切换日间 / 夜间',
} as const;
