import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';

export const words = {
  IMP0001: { sentence: '文件读不了。', next: '检查路径和读取权限。' },
  IMP0002: { sentence: '文件超过导入允许的大小。', next: '拆分文件，或去掉底图。' },
  IMP0003: { sentence: '文件不是 UTF-8 文本。', next: '另存为 UTF-8（表格软件中选“CSV UTF-8”）再导入。' },
  IMP0004: { sentence: '文件不是 GeoJSON FeatureCollection。', next: '按 docs/network-format.md 检查提示的位置。' },
  IMP0005: { sentence: '不认识的文件类型。', next: '管网请给 .geojson、.json 或 .inp 文件。' },
  IMP0006: { sentence: '文件中没有管网。', next: '检查其中有 docs/network-format.md 所列类型的节点和管段。' },
  IMP0007: { sentence: '文件的对象数超过导入允许。', next: '拆分文件，或去掉底图。' },
  IMP0010: { sentence: '对象没有可用的编号。', next: '给每个对象 1 到 100 个字符的文字编号。' },
  IMP0012: { sentence: '缺少必填字段。', next: '填写提示的字段。' },
  IMP0013: { sentence: '取值不是范围内的数字。', next: '按 docs/network-format.md 的单位填写十进制数字。' },
  IMP0014: { sentence: '取值不在允许之列。', next: '使用提示中列出的词。' },
  IMP0015: {
    sentence: '文件中没有一栋楼属于已导入管网的换热站。',
    next: '先导入这些用户所在的管网，或改正 station_id 列。',
  },
  IMP0016: {
    sentence: '几何类型不符合这类对象。',
    next: '按 docs/network-format.md 给出 Point、LineString 或 Polygon。',
  },
  IMP0017: {
    sentence: '坐标不是 WGS84 经纬度。',
    next: '先写经度再写纬度，单位为度；平面坐标的 EPANET 文件需要 --crs 或 --origin。',
  },
  IMP0018: { sentence: '取值不是文字。', next: '请把取值写在引号里。' },
  IMP0020: {
    sentence: '文件是平面坐标，没有说明在哪里。',
    next: '用 --crs EPSG:编号（或 PROJ 字符串）或 --origin 经度,纬度 再导入。',
  },
  IMP0021: {
    sentence: '不认识的坐标参考系。',
    next: '给出 docs/network-format.md 中的 EPSG 编号，或该系统的 PROJ 字符串。',
  },
  IMP0022: { sentence: '这一行不是 EPANET 的写法。', next: '在 EPANET 中打开文件再保存。' },
  IMP0023: { sentence: '节点没有坐标。', next: '在 EPANET 的图上放好节点再保存。' },
  IMP0024: {
    sentence: '--origin 给出的位置不合适。',
    next: '写成 经度,纬度 或 经度,纬度@x,y，其中 x,y 是图上位于该处的点。',
  },
  IMP0030: { sentence: '用户文件缺少列。', next: '按 docs/network-format.md 写上表头，次序任意。' },
  IMP0031: { sentence: '这一行不是 CSV。', next: '检查这一行的引号和列数。' },
  IMP0032: { sentence: '还没有用户所属的管网。', next: '先导入管网，再导入用户。' },
  IMP0040: { sentence: '值班人员表不能用。', next: '改正人员表中提示的位置；格式见 docs/cli.md。' },
  IMP0101: { sentence: '管段没有长度。', next: '若是管件可以不管，否则改正长度。' },
  IMP0102: { sentence: '管网有部分不与任何热源相连。', next: '检查提示的节点是否缺少管段或阀门。' },
  IMP0103: { sentence: '这个对象把供水和回水连在一起。', next: '检查对象及其两端的供回水侧。' },
  IMP0104: { sentence: '节点没有管段或阀门。', next: '删除它，或把它连上。' },
  IMP0105: { sentence: '不认识的类型；该对象已略过。', next: '使用 docs/network-format.md 中的类型，或不理会。' },
  IMP0106: { sentence: '管段画出的端点离它的节点太远。', next: '检查 from 和 to 是否指向正确的节点。' },
  IMP0107: { sentence: '管段的起点和终点是同一节点。', next: '检查 from 和 to。' },
  IMP0108: { sentence: 'EPANET 不记录换热站，所以文件中没有。', next: '要有换热站请导入 GeoJSON 管网。' },
  IMP0109: {
    sentence: 'EPANET 文件没有回水侧；热源的供回水是同一节点。',
    next: '在 [TAGS] 中给回水节点和管段标上 "return"，或导入 GeoJSON。',
  },
  IMP0110: { sentence: '水泵已作为常开连接导入。', next: '不需要做什么；控制台把它显示为阀门。' },
  IMP0111: {
    sentence: '编号重复：以第一个为准，这一个已略过。',
    next: '同类对象每个都要有自己的编号，改好后重新导入。',
  },
  IMP0112: {
    sentence: '对象的一端不是文件中的节点；该对象已略过。',
    next: '补上缺少的节点或改正编号：略过的对象不参与追踪。',
  },
  IMP0113: {
    sentence: '管网没有热源：无法判断哪些用户断供，也无法模拟。',
    next: '补上热源。泄漏点周围要关的阀门仍能找出。',
  },
  IMP0114: { sentence: '阀门不在任何管段上：关了也不起作用。', next: '检查阀门的 from 和 to。' },
  IMP0115: {
    sentence: '楼栋所属的换热站不在管网中；该楼栋已略过。',
    next: '改正 station_id，或导入含有该站的管网，否则这里的停热不会被发现。',
  },
} as const satisfies ErrorCatalogue;
