import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';

export const words = {
  LOG0001: { sentence: '操作的内容不符合它的类型。', next: '改正提示的字段后再操作。' },
  LOG0002: { sentence: '操作的内容太大。', next: '缩短文字。' },
  LOG0003: {
    sentence: '中心的历史比本机的副本短：有记录被截掉。',
    next: '停止中心，放回它最新的数据。其间本机保留副本和未送达的操作。',
  },
  LOG0004: {
    sentence: '中心的历史与本机的副本不同：有记录被改写。',
    next: '导出中心和控制台的日志并比较。其间本机保留副本和未送达的操作。',
  },
  LOG0005: {
    sentence: '中心送来的一条记录与它自己的或前一条的校验值不符。',
    next: '用 `heatline export-log` 和 `heatline verify-log` 检查中心；其间本机不接收它的内容。',
  },
  LOG0006: {
    sentence: '中心换了新日志：它丢了数据，或是另一个中心。',
    next: '检查中心是否正确。旧记录保留在本机；没有回执的操作已经重发。',
  },
  LOG0007: {
    sentence: '中心对本控制台操作的计数不同；未送达的已重新编号并送出。',
    next: '没有丢失。再次发生时，检查是否有另一个控制台用了本数据目录的副本。',
  },
  LOG0008: { sentence: '中心连不上。', next: '操作存在本机，恢复后送出。请检查中心机器和网络。' },
  LOG0009: { sentence: '中心没有按时回答。', next: '操作存在本机，会再次送出。请检查中心机器的负载。' },
  LOG0010: { sentence: '这个文件不是 Heatline 日志的导出。', next: '请给出 `heatline export-log` 生成的文件。' },
  LOG0011: { sentence: '这个地址的对方不像 Heatline 中心那样回答。', next: '检查中心的地址。' },
  LOG0012: { sentence: '这里没有可以导出的日志。', next: '请给出控制台的数据目录。' },
} as const satisfies ErrorCatalogue;
