export const words = { on: '运行', off: '停止' } as const;
