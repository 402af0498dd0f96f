import type { ErrorCatalogue } from '#shared/contract/errors/catalogue-type.ts';

export const words = {
  PLT0001: { sentence: '虚拟城市没有这个编号的阀门。', next: '从同一种子和站数导出的管网中取阀门编号。' },
  PLT0002: { sentence: '虚拟城市没有这个编号的管段。', next: '改正场景文件中的 pipeId：编号属于某个种子和站数。' },
  PLT0003: { sentence: '虚拟城市的水力计算没有得到初始解。', next: '换一个种子或站数启动，并报告失败的组合。' },
} as const satisfies ErrorCatalogue;
