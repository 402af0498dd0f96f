import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';

export const words = {
  API0001: {
    sentence: '控制台拒绝连接：访问令牌缺失或不对。',
    next: '用控制台启动时给出的地址打开（其中带令牌），或向值班长索取。',
  },
  API0002: { sentence: '本页面与控制台的版本不同。', next: '重新加载页面；仍不行时，升级较旧的一方。' },
  API0003: { sentence: '控制台收到看不懂的消息，已关闭连接。', next: '重新加载页面；再次出现时导出日志并报告。' },
  API0004: { sentence: '这个屏幕只能看：它是用大屏令牌打开的。', next: '请到工位上操作，或用工位令牌打开。' },
  API0005: { sentence: '控制台拒绝连接：页面来自别的站点。', next: '请用控制台自己的地址打开。' },
  API0006: {
    sentence: '控制台无法使用指定的地址：端口被占用或不允许。',
    next: '停止占用端口的程序，或用 --port 换一个。',
  },
  API0007: {
    sentence: '控制台的启动选项无法识别或不能使用。',
    next: '查看详情中的选项；`npx heatline serve --help` 列出全部选项。',
  },
  API0008: {
    sentence: '控制台没有启动，原因没有专门的代码。',
    next: '查看代码旁的原因和数据目录中的 core.log；`npx heatline doctor` 会检查常见原因。',
  },
  API0011: {
    sentence: '请求内容超过控制台的上限。',
    next: '一次少问一些；上限见 docs/burst.md。',
  },
  API0012: {
    sentence: '排队等候管网模型的请求太多：调度台的画面优先。',
    next: '几秒后再试，一个接一个地问。',
  },
  API0013: {
    sentence: '控制台在这个地址没有接口，或者方法、内容类型不对。',
    next: '对照本控制台的 `/api/v1/openapi.json`。',
  },
  SES0001: { sentence: '没有登录：人员或 PIN 码不对。', next: '重新选择人员并输入 PIN 码；值班长可以在人员表中查到。' },
  SES0002: { sentence: '一分钟内 PIN 码输错次数过多。', next: '等一分钟再试。' },
  SES0003: { sentence: '这里没有人登录，所以什么也没有做。', next: '请先登录，再做一次。' },
  API0009: { sentence: '请求的形式控制台不认识，什么也没有做。', next: '重新加载页面再试；再次出现时导出日志并报告。' },
  API0010: {
    sentence: '控制台的一个部分出错，原因没有专门的代码。',
    next: '其余部分照常工作。请再试一次；再次出现时连同数据目录中的 core.log 一起报告，原因在其中。',
  },
} as const satisfies ErrorCatalogue;
