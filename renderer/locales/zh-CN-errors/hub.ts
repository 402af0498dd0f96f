import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';

export const words = {
  HUB0001: {
    sentence: '中心不接受这个令牌。',
    next: '从中心机器复制令牌（数据目录中的 `hub.token`）到本控制台，再启动。',
  },
  HUB0002: {
    sentence: '控制台与中心的协议版本不同。',
    next: '把两边升级到同一版本。这期间的操作存在控制台，之后送出。',
  },
  HUB0003: { sentence: '中心收到不属于其协议的消息。', next: '检查对方是否为同一版本的 Heatline 控制台。' },
  HUB0004: { sentence: '对方发送的消息多得不正常，已被切断。', next: '查明中心日志中提示的机器上在运行什么。' },
  HUB0005: {
    sentence: '中心的连接数已到上限。',
    next: '关闭不需要的控制台，或用更大的 `--max-connections` 启动中心。',
  },
  HUB0006: {
    sentence: '操作中的设备与发送它的设备不是同一个。',
    next: '每个控制台用自己的数据目录：两个控制台不能共用一个设备号。',
  },
  HUB0007: { sentence: '日志中已有同一编号的另一个操作。', next: '请重新操作一次，它会得到新的编号。' },
  HUB0008: { sentence: '中心的规则无法处理这个操作。', next: '连同中心日志一起报告；该操作在日志中记为未成立。' },
  HUB0009: { sentence: '中心的时钟回拨；日志从最后的时间继续。', next: '检查中心机器的时间服务。' },
  HUB0010: {
    sentence: '中心保存的日志校验不通过：被改动或已损坏。',
    next: '对中心和一台控制台的导出运行 `heatline verify-log` 并比较；放回能通过校验的备份。',
  },
  HUB0011: { sentence: '中心无法监听它的地址。', next: '检查本机没有另一个中心在运行，或换一个 `--port`。' },
  HUB0012: { sentence: '请求所指的对象不在日志中。', next: '检查请求地址中的编号。' },
  HUB0013: { sentence: '中心正在关闭。', next: '等它重新运行；没有得到回执的请用同一 commandId 再送。' },
  HUB0014: { sentence: '中心的一个选项取值不能用。', next: '改正提示的选项。' },
} as const satisfies ErrorCatalogue;
