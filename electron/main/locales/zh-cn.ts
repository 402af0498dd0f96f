import type { Words } from './en.ts';

export const zhCn: Words = {
  app: '热线',
  quit: '退出',
  edit: '编辑',
  windows: '窗口',
  wall: '大屏',
  map: '地图',
  alert: '预警',
  desk: '工单',
  alarms: '报警',
  settings: '设置',
  fullScreen: '全屏',
  layOutAnew: '重新排列窗口',
  view: '显示',
  reload: '重新载入页面',
  developer: '开发者工具',
  notSaved: '文件没有保存成功。',
  notSavedNext: '检查磁盘空间和文件夹的写入权限，然后重新导出。',
};
