import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';

export const words = {
  NET0001: { sentence: '管网中没有这个编号的管段。', next: '请从已导入的管网中取编号；重新导入后旧编号可能已不存在。' },
  NET0002: { sentence: '这个管网没有热源，无法判断谁会失热。', next: '请导入带热源的管网；漏点周围的阀门仍然正确。' },
  NET0003: { sentence: '没有一组阀门能隔断这个漏点。', next: '停热源，或设法活动卡死的阀门后重新追踪。' },
  NET0004: { sentence: '热源就在需要隔断的范围内。', next: '停循环泵：只靠阀门止不住这个漏点。' },
  NET0005: { sentence: '还没有导入管网。', next: '用 `heatline import network 文件` 导入。' },
  NET0006: { sentence: '这个位置附近没有管段。', next: '请选择管段，或更靠近管段的位置。' },
  NET0007: { sentence: '管网中有部分数据无法用于模型。', next: '请查看导入报告；其余部分照常追踪。' },
  NET0008: { sentence: '结果中有状态或完好性不明的阀门。', next: '请先派人查看，再按实际情况重新追踪。' },
  NET0009: {
    sentence: '隔断范围边缘的换热站另一侧仍有水。',
    next: '请同时关闭所列换热站的站内阀门，否则水会经站内倒流到漏点。',
  },
  NET0010: { sentence: '提问中有本管网没有的阀门。', next: '这些阀门已忽略；请从已导入的管网中取编号。' },
  NET0011: { sentence: '观测数据中有本管网没有的站。', next: '请改用已导入管网中的站号；不认识的站，其读数无法采用。' },
  HYD0001: { sentence: '水力模拟没有收敛。', next: '拓扑追踪的结果仍然有效；请检查漏点周围的管径和长度。' },
  HYD0002: { sentence: '没有热源，无法模拟。', next: '请导入带热源的管网。' },
  HYD0003: { sentence: '水力模型正在建立。', next: '几秒后再试；拓扑追踪的结果仍然有效。' },
  HYD0004: { sentence: '按要求没有做水力模拟。', next: '需要时打开模拟再问一次。' },
  HYD0005: { sentence: '管网模型意外结束，正在重新启动。', next: '几秒后再试；反复出现时请导出日志并上报。' },
  HYD0006: { sentence: '水力模型与实测压力偏差较大。', next: '请查看残差：常见原因是阀门实际已关而台账记为开。' },
} as const satisfies ErrorCatalogue;
