import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';

export const words = {
  CTY0001: { sentence: '没有这个名字的场景。', next: '使用提示中列出的名字，或给出以 .json 结尾的场景文件路径。' },
  CTY0002: { sentence: '场景文件无效。', next: '改正提示的字段；electron/city/scenario/files 中有格式示例。' },
  CTY0003: {
    sentence: '虚拟城市的选项无法识别或取值不对。',
    next: '改正提示的选项；`heatline city --help` 列出全部选项。',
  },
  CTY0004: {
    sentence: '虚拟城市无法监听这个地址。',
    next: '结束占用端口的程序，或用 --opcua-port、--modbus-port 换一个。',
  },
  CTY0005: { sentence: '中心令牌文件读不到或为空。', next: '用 --hub-token-file 给出中心写出的令牌文件路径。' },
  CTY0006: {
    sentence: '中心拒绝虚拟城市的令牌。',
    next: '检查 --hub-token-file 是否属于这个中心；报告会保留并每隔几秒重发。',
  },
  CTY0007: { sentence: '真值文件写不了。', next: '检查 --truth 所给路径的目录、权限和剩余空间。' },
  CTY0008: { sentence: '虚拟城市的 OPC UA 证书无法生成或读取。', next: '检查 --pki 目录可写；删除它会重新生成证书。' },
  CTY0009: {
    sentence: '中心彻底拒绝了虚拟城市的一份报告。',
    next: '检查中心与虚拟城市的版本一致；该报告在真值文件中。',
  },
  CTY0010: { sentence: '虚拟城市的管网和用户文件写不了。', next: '检查 --export 所给路径的目录、权限和剩余空间。' },
} as const satisfies ErrorCatalogue;
