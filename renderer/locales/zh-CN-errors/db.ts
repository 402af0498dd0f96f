import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';

export const words = {
  DBS0001: { sentence: '这个文件由更新版本的 Heatline 写成。', next: '启动较新的版本，或放回升级前的备份。' },
  DBS0002: { sentence: '磁盘已满：不能再存，已存的安全。', next: '在提示的磁盘上腾出空间，然后可以重新操作。' },
  DBS0003: { sentence: '磁盘已满；已放弃预留空间，工作还能继续一会儿。', next: '请尽快腾出空间。下次启动会重新预留。' },
  DBS0004: {
    sentence: '启动时发现损坏的数据库，已放到一边并新建。',
    next: '请保留提示的文件以便修复。能读出的操作已经接过来。',
  },
  DBS0005: {
    sentence: '数据库无法升级到本版本需要的形式，已保持原样。',
    next: '阅读详情，然后启动写出该文件的版本，或放回旁边提示的备份。',
  },
  DBS0006: { sentence: '数据库没有保持防断电的设置。', next: '把数据目录放到本地磁盘（不要放在网络共享上）再启动。' },
  DBS0007: { sentence: '数据库文件打不开。', next: '检查目录存在、当前用户可写、没有别的程序占用。' },
  DBS0008: {
    sentence: '存放导入管网和用户的文件损坏，已放到一边，所有人已退出登录。',
    next: '请重新导入管网和用户，再登录。工单、报警和操作在另一个文件中，完好无损。',
  },
  DBS0009: {
    sentence: '已有别的程序在使用这个数据目录。',
    next: '使用正在运行的控制台，或先停止它；同一台机器上两个控制台要各用一个数据目录。',
  },
} as const satisfies ErrorCatalogue;
