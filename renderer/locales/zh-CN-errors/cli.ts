import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';

export const words = {
  CLI0001: { sentence: '命令用法不对。', next: '查看 `heatline --help` 或 `heatline <verb> --help`。' },
  CLI0002: { sentence: '端口被别的程序占用。', next: '结束那个程序（可能是另一个 Heatline），或换一个 --port。' },
  CLI0003: { sentence: '数据目录写不了。', next: '用 --data 给出可写的目录，或修正权限。' },
  CLI0004: { sentence: '这个地址不能用来服务。', next: '给出本机的 --host：127.0.0.1，或 0.0.0.0 表示全部。' },
  CLI0005: { sentence: '控制台的一个部分没有启动。', next: '阅读上面的信息；`heatline doctor` 会说明缺什么。' },
  CLI0006: { sentence: '页面没有构建成功。', next: '运行 `npm run build` 并阅读信息；缺包时先运行 `npm ci`。' },
  CLI0007: {
    sentence: '要求用 Electron 打开，但没有 Electron 程序。',
    next: '运行 `npx install-electron`（需要网络），设置 HEATLINE_ELECTRON，或用 --shell browser 启动。',
  },
  CLI0008: { sentence: '要求用 Electron 打开，但没有显示器。', next: '在桌面会话中启动，或用 --shell browser 启动。' },
  CLI0009: { sentence: '虚拟城市没有建成。', next: '阅读上面的信息；换一个 --seed 或 --stations。' },
  CLI0010: { sentence: '管网或用户文件被拒绝。', next: '改正列出的问题后再导入；什么也没有改变。' },
  CLI0011: { sentence: '出现了没有专门代码的失败。', next: '用 HEATLINE_DEBUG=1 再运行一次并报告信息。' },
  CLI0012: { sentence: '文件读不了。', next: '检查路径和读取权限。' },
  CLI0013: { sentence: '导出的日志不完整。', next: '从控制台或中心重新导出；再次失败时保留两份文件并通知主管。' },
  CLI0014: {
    sentence: '数据目录里是真实热网的管网，虚拟城市会取代它。',
    next: '用 --data 给出别的目录，或用 --drivers 指定真实热网的数据源。',
  },
  CLI0015: {
    sentence: '这个数据目录上已经运行着 Heatline。',
    next: '打开提示的地址，或先结束它；另一个控制台需要另一个 --data。',
  },
  CLI0016: {
    sentence: '观测数据文件不能用。',
    next: '按 docs/burst.md 的写法：JSON，含 drops、makeupRiseTPerH、complaints。',
  },
  CLI0101: { sentence: '这个 Node.js 对 Heatline 来说太旧。', next: '用 `npx heatline` 运行，它自带 Node。' },
  CLI0102: { sentence: '数据库模块加载不了。', next: '用运行 Heatline 的 Node.js 执行 `npm ci`。' },
  CLI0103: {
    sentence: '没有找到浏览器测试用的 Chromium。',
    next: '使用 Heatline 任何浏览器都行；测试需要安装它（Debian：`apt-get install chromium`）或设置 HEATLINE_CHROMIUM。',
  },
  CLI0104: {
    sentence: '没有 Electron 程序。',
    next: '使用浏览器，设置 HEATLINE_ELECTRON，或运行 `npx install-electron`。',
  },
  CLI0105: { sentence: '没有显示器。', next: '从别的电脑用浏览器打开，或启动桌面会话。' },
  CLI0106: { sentence: 'Heatline 要用的端口被占用。', next: '结束那个程序，或换一个端口。' },
  CLI0107: { sentence: '磁盘快满了。', next: '至少腾出 1 GB；历史和日志需要空间。' },
  CLI0108: { sentence: '数据库损坏。', next: '启动控制台：它会把文件放到一边，救出能读的内容，其余从中心取回。' },
  CLI0109: { sentence: '数据库来自更新的 Heatline。', next: '再次运行较新的版本，或换一个 --data。' },
  CLI0110: { sentence: '运行中的一个部分没有回应。', next: '重新启动 Heatline；再次发生时保留它的信息。' },
  CLI0111: { sentence: '数据源文件不能用。', next: '改正提示的位置；格式见 docs/drivers.md。' },
  CLI0112: { sentence: '还没有导入管网。', next: '运行 `heatline import network FILE`。' },
} as const satisfies ErrorCatalogue;
