import { afterEach, expect, it } from 'vitest';
import { createApp, h } from 'vue';
import { createWords } from './i18n.ts';
import { useFormat } from './use-format.ts';

const apps: { unmount(): void }[] = [];
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount();
});

function formatIn(language: 'zh-CN' | 'en') {
  let format: ReturnType<typeof useFormat> | undefined;
  const app = createApp({
    setup() {
      format = useFormat();
      return () => h('p');
    },
  });
  app.use(createWords(language)).mount(document.createElement('div'));
  apps.push(app);
  return format as ReturnType<typeof useFormat>;
}

it('writes the hour after midnight as 00 in both languages', () => {
  const afterMidnight = new Date(2026, 0, 15, 0, 5, 9).getTime();
  for (const language of ['zh-CN', 'en'] as const) {
    expect(formatIn(language).clock(afterMidnight)).toBe('00:05:09');
    expect(formatIn(language).dateTime(afterMidnight)).toContain('00:05:09');
  }
});
