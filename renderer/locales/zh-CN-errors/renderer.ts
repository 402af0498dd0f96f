import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';

export const words = {
  PAG0001: { sentence: '本页面没有访问令牌。', next: '用 `heatline serve` 给出的地址打开，要带上 #token= 部分。' },
  PAG0002: {
    sentence: '控制台（核心）没有回应本窗口。',
    next: '窗口会继续尝试。超过一分钟时，检查本机的 Heatline 是否在运行。',
  },
  PAG0003: { sentence: '本窗口与控制台没有连接，操作还没有交出。', next: '请不要关闭窗口：连接恢复后会自动交出。' },
  PAG0004: {
    sentence: '控制台发来本窗口看不懂的内容。',
    next: '重新加载窗口。再次出现时说明版本不同：重新启动 Heatline。',
  },
  PAG0005: { sentence: '这里放不出报警声音。', next: '在窗口中按任意键一次；仍不行时检查声音设备和音量。' },
  PAG0006: {
    sentence: 'Excel 文件没有写成。',
    next: '再试一次；仍不行时改用“导出 CSV”，有空时重新加载窗口，并报告代码。',
  },
  PAG0007: {
    sentence: '表格行数超过 Excel 导出的上限（10 万行）。',
    next: '用筛选或较短的时段缩小范围，或改用“导出 CSV”，行数不限。',
  },
  PAG0008: { sentence: '没有复制成功：本页面不能使用剪贴板。', next: '用鼠标选中文字，按 Ctrl+C 复制。' },
} as const satisfies ErrorCatalogue;
