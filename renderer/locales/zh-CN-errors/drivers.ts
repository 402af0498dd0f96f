import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';

export const words = {
  REP0001: { sentence: '录制文件读不到。', next: '检查提示的路径和读取权限；`.gz`、`.zst` 文件必须完整。' },
  REP0002: {
    sentence: '录制文件有一行不对，整个文件都没有回放。',
    next: '改正提示的那一行，或重新导出；各列的含义见 docs/drivers.md。',
  },
  REP0003: { sentence: '录制文件在要回放的时段内没有数据。', next: '改正 `from`、`to`，或换一个录制文件。' },
  REP0004: { sentence: '录制文件的行数超过可回放的上限。', next: '用 `from`、`to` 回放其中一段，或少录一些测点。' },
  REP0005: {
    sentence: '录制文件已经放完。',
    next: '不用处理。要循环回放就打开“循环”；要再放一遍就重新保存这个数据源。',
  },
  DRV0001: {
    sentence: '本控制台启动时没有指定数据源文件，不能在这里修改数据源。',
    next: '用 `--drivers 文件` 启动；空文件的内容为 `{"version": 1, "drivers": []}`。',
  },
  DRV0002: { sentence: '数据源文件在此期间被别人改过，没有保存。', next: '重新载入后再改一次。' },
  DRV0003: { sentence: '数据源文件写不进去，数据源照旧运行。', next: '检查提示的目录、权限和磁盘空间。' },
  DRV0004: { sentence: '本控制台没有这个编号的数据源。', next: '重新载入数据源。' },
  DRV0005: { sentence: '同时进行的测试太多。', next: '等正在进行的测试结束。' },
  DRV0006: {
    sentence: '测试限定的时间内没有问完所有单元。',
    next: '先处理或去掉不应答的单元，或缩短它们的超时，再测试。',
  },
} as const satisfies ErrorCatalogue;
