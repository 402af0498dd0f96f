import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';

export const words = {
  MPS0001: { sentence: '地图源配置无法使用。', next: '请改正指出的字段；在此之前只显示自带底图。' },
  MPS0002: { sentence: '地图源配置已被他人修改。', next: '请重新载入后再改。' },
  MPS0003: { sentence: '地图源配置无法写入。', next: '请检查数据目录的权限和磁盘空间。' },
  MPS0004: { sentence: '没有这个编号的地图源。', next: '请重新载入窗口。' },
  MPS0005: { sentence: '地图服务器没有应答。', next: '地图显示已缓存的图块；请检查地址和本机网络。' },
  MPS0006: { sentence: '地图服务器拒绝了请求。', next: '请检查地址和密钥，并向服务商核实配额。' },
  MPS0007: { sentence: '地图服务器返回的不是地图图片。', next: '请在浏览器中打开该地址：常见原因是登录页或缺少密钥。' },
  MPS0008: { sentence: '图块超过允许的大小。', next: '请确认地址指向图块，而不是整张图片。' },
  MPS0009: { sentence: 'WMTS 能力文档中没有可用的墨卡托图层。', next: '请检查图层和矩阵集，或直接填写图块地址模板。' },
  MPS0010: { sentence: 'PMTiles 文件无法读取。', next: '请检查本机上的路径和文件。' },
  MPS0011: { sentence: '该服务商通常使用另一种坐标系。', next: '请与自带底图的道路对照；如有偏移，请修改坐标系。' },
  MPS0012: { sentence: '离线底图：显示的是过期的缓存图块。', next: '无需处理：服务器恢复后自动更新。' },
} as const satisfies ErrorCatalogue;
