import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';

export const words = {
  OPC0001: {
    sentence: 'OPC UA 服务器的地址连不上。',
    next: '检查数据源文件中的地址、服务器是否运行、中间有无防火墙；控制台会继续尝试。',
  },
  OPC0002: {
    sentence: 'OPC UA 服务器拒绝了会话、安全策略或用户。',
    next: '对照数据源文件中的 `security` 和 `user` 与服务器提供的选项，并在服务器上信任控制台证书。',
  },
  OPC0003: {
    sentence: 'OPC UA 服务器在给定路径下没有换热站目录。',
    next: '改正数据源文件中的 `stations.path`；每一段是 Objects 下目录的浏览名。',
  },
  OPC0004: {
    sentence: '与 OPC UA 服务器的连接断开。',
    next: '自己恢复就不用管，此前数值显示为陈旧；否则检查服务器和网络。',
  },
  OPC0005: {
    sentence: 'OPC UA 服务器发来协议不允许的内容，或没有按时回答。',
    next: '检查地址确实是 OPC UA 服务器；若是，请为厂家保留网络抓包。',
  },
  OPC0006: {
    sentence: 'OPC UA 服务器接受了连接，但没有任何已映射测点的值。',
    next: '对照服务器上一个站的浏览名与数据源文件中的 `measures` 和 `array`。',
  },
  OPC0007: {
    sentence: 'OPC UA 用户的密码读不到。',
    next: '在 `user.passwordFile` 给出可读文件，或设置 `user.passwordEnv` 所指的环境变量。',
  },
  OPC0008: {
    sentence: 'OPC UA 服务器的证书尚无人信任，控制台不与它连接。',
    next: '与服务器上的证书指纹核对，在设置窗口中信任（或拒绝）；信任后数据源自动连接。',
  },
  OPC0009: {
    sentence: 'OPC UA 服务器的证书已过期或尚未生效。',
    next: '在服务器上更换证书；若日期无误，请检查服务器和控制台的时钟。',
  },
  OPC0010: {
    sentence: 'OPC UA 服务器的证书是为别的主机名或地址签发的。',
    next: '在 `endpoint` 中使用证书上的名称，或更换证书；确知就是这台服务器时可设置 `ignoreHostName`。',
  },
  OPC0011: {
    sentence: 'OPC UA 服务器的证书属于另一个应用，与应答者不符。',
    next: '在服务器上按其应用 URI 更换证书；此前无法确认应答者的身份。',
  },
  OPC0012: {
    sentence: 'OPC UA 服务器不提供数据源文件要求的安全方式或用户类型。',
    next: '在 `security`、`securityMode`、`user` 中改用它提供的方式（见提示），或在服务器上启用。',
  },
  OPC0013: {
    sentence: 'OPC UA 用户的证书或私钥读不到。',
    next: '在 `user.certificateFile` 和 `user.privateKeyFile` 给出可读且成对的 PEM 文件。',
  },
  OPC0014: {
    sentence: 'OPC UA 服务器的节点数超过控制台从一台服务器读取的上限。',
    next: '缩小数据源文件中 `stations.path` 和 `stations.match` 的范围，或分成几个数据源。',
  },
  OPC0015: {
    sentence: '冗余 OPC UA 服务器中有一台不可用，数值全部由另一台提供。',
    next: '请修复提示的服务器：此前没有备用。',
  },
  OPC0016: {
    sentence: '证书已不在这个数据源的列表中。',
    next: '请刷新列表；已删除的证书在下次与服务器联系时会重新列出。',
  },
  OPC0017: {
    sentence: 'OPC UA 服务器对已映射的测点发来的不是数值。',
    next: '改正映射或服务器上提示的节点；此前这些值为坏值。',
  },
  OPC0018: {
    sentence: '断线期间缺少的数据无法从 OPC UA 服务器的历史中补读。',
    next: '缺口仍按缺口标出。检查用户有无读历史的权限，或把 `history` 设为 false。',
  },
  MOD0001: {
    sentence: 'Modbus 设备的地址连不上。',
    next: '检查数据源文件中的 `host`、`port` 和网络；控制台会继续尝试。',
  },
  MOD0002: { sentence: '与 Modbus 设备的连接断开。', next: '自己恢复就不用管；此前数值显示为陈旧。' },
  MOD0003: {
    sentence: 'Modbus 设备发来的帧长度与请求不符。',
    next: '连接会关闭重建。反复出现时检查端口是否为 Modbus TCP，并告诉厂家。',
  },
  MOD0004: {
    sentence: 'Modbus 设备回答了没有问的问题（事务号不符）。',
    next: '连接会关闭重建。反复出现时检查是否有网关混淆了客户端。',
  },
  MOD0005: { sentence: 'Modbus 设备以别的单元或功能回答。', next: '连接会关闭重建。反复出现时检查网关后的单元号。' },
  MOD0006: {
    sentence: 'Modbus 连接后的一个或多个单元没有按时回答。',
    next: '检查提示的单元：数据源文件中的单元号和设备本身。其他单元不受影响。',
  },
  MOD0007: {
    sentence: 'Modbus 单元拒绝给出数据源文件要求的寄存器（异常应答）。',
    next: '对照 `unit`、`block`、`stations` 与设备的寄存器表；异常 2 表示地址不存在。',
  },
  MAP0001: { sentence: '数据源文件读不到或不是 JSON。', next: '检查路径和提示位置的 JSON 语法。' },
  MAP0002: { sentence: '数据源文件缺少字段或取值不允许。', next: '改正提示的字段；docs/drivers.md 列出全部字段。' },
  MAP0003: { sentence: '数据源文件中两个数据源或两个站的编号相同。', next: '给每个自己的编号。' },
  MAP0004: { sentence: '数据源文件用了控制台不认识的测量名。', next: '使用 docs/drivers.md 列出的名字。' },
  MAP0005: {
    sentence: '数据源文件的寄存器重叠，或超出其块或地址范围。',
    next: '改正提示的偏移、`base`、`stride` 或 `stations`。',
  },
  MAP0006: {
    sentence: '服务器给出的单位与控制台不同，数据源文件没有说明如何换算。',
    next: '在数据源文件中为该测量设置 `unit`（或 `factor` 和 `offset`）；此前不读这个测量。',
  },
  MAP0007: {
    sentence: '服务器有控制台不认识的项目，或数组长度与次序不符。',
    next: '在 `measures` 中映射，或不理会：其他测点都在读。',
  },
  TEL0001: {
    sentence: '一个数据源程序停止了，正在重新启动。',
    next: '恢复前它的数值为陈旧。反复出现时检查对方设备并保留日志。',
  },
  TEL0002: {
    sentence: '一个数据源程序卡住了，已经替换。',
    next: '恢复前它的数值为陈旧。反复出现时检查对方设备并保留日志。',
  },
  TEL0003: { sentence: '数据帧的版本本窗口不认识。', next: '重新加载窗口；仍不行时，把控制台和大屏装成同一版本。' },
  TEL0004: { sentence: '数据帧的长度与内容不符。', next: '重新加载窗口，并连同日志报告。' },
  TEL0005: {
    sentence: '服务器时钟与本控制台时钟相差超过 5 秒。',
    next: '请将两者对到同一时间服务器。数值照常显示；报警和历史仍按服务器时间记录。',
  },
} as const satisfies ErrorCatalogue;
