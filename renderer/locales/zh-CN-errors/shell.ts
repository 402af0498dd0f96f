import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';

export const words = {
  WIN0001: {
    sentence: '桌面控制台的一个选项取值不能用。',
    next: '查看代码旁的选项和取值；`--core` 可取 utility、node 或运行中核心的地址，`--port` 取 0 到 65535。',
  },
  WIN0002: { sentence: '找不到窗口页面。', next: '在源码目录先运行 `npm run build`；安装版请重新安装。' },
  WIN0003: {
    sentence: '保存的窗口布局读不了，已放到一边，窗口重新排布。',
    next: '请重新摆放窗口；旧文件在布局旁，以 `.bad` 结尾。',
  },
  WIN0004: {
    sentence: '没有找到运行核心的 Node 程序。',
    next: '把 HEATLINE_NODE 设为 Node 24 程序，或用 `--core utility` 启动。',
  },
  WIN0005: { sentence: '页面向宿主要求了不允许的东西。', next: '关闭窗口再打开；再次出现时连同日志报告。' },
  WIN0006: {
    sentence: '一个窗口停止工作，已重新加载。',
    next: '请继续；没有送出的都在核心里。再次出现时连同日志报告。',
  },
  WIN0007: { sentence: '令牌文件读不到。', next: '用 `--token-file` 给出文件路径；其中要有所连核心的令牌。' },
  WIN0008: { sentence: '导出的文件没有保存成功。', next: '检查磁盘空间和文件夹的写入权限，然后重新导出。' },
} as const satisfies ErrorCatalogue;
