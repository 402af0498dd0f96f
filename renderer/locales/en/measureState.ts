export const words = { on: 'running', off: 'stopped' } as const;
