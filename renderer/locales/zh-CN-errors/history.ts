import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';

export const words = {
  HIS0001: {
    sentence: '该测点没有历史记录。',
    next: '检查测点名：站号、一个点、测量项，例如 S001.primarySupplyPressureMPa。',
  },
  HIS0002: { sentence: '所选时间段为空。', next: '请选择晚于起始时间的结束时间。' },
  HIS0003: {
    sentence: '磁盘已满：历史数据无法保存。',
    next: '在提示的磁盘上腾出空间。最近约一分钟的数据暂存在内存中，有空间后立即保存；更早的会丢失。',
  },
  HIS0004: {
    sentence: '历史数据文件损坏，已放到一边并新建。',
    next: '请保留提示的文件以便修复。曲线从本消息的时间开始；工单、报警和操作在其他文件中，完好无损。',
  },
  HIS0005: { sentence: '历史记录中断，正在重新启动。', next: '恢复之前曲线会有空缺。若反复出现，请保留日志并上报。' },
  HIS0006: {
    sentence: '此处没有可读的历史数据，或由其他版本写成。',
    next: '检查数据目录，并确认控制台与命令行为同一版本。',
  },
  HIS0007: {
    sentence: '文件 history.json 无法使用。',
    next: '更正提示的字段，或删除该文件以采用默认保存期限；字段见 docs/history.md。',
  },
  HIS0008: { sentence: '部分历史数据无法读出，曲线中已略去。', next: '检查磁盘故障。其余历史完好，记录照常进行。' },
  HIS0009: { sentence: '时间明显错误（早或晚数年）的数据不予记录。', next: '校准发送数据的服务器或设备的时钟。' },
  HIS0010: {
    sentence: '历史记录跟不上，部分数据丢失。',
    next: '减轻本机负载，或降低现场上送频率。实时值和报警不受影响。',
  },
  HIS0011: {
    sentence: '导出的行数超过窗口所能承受。',
    next: '减少测点、缩短时间段或降低分辨率，或使用 `heatline history export`。',
  },
} as const satisfies ErrorCatalogue;
