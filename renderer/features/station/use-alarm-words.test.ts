import { createPinia } from 'pinia';
import { expect, it } from 'vitest';
import { createApp, h } from 'vue';
import type { ConsoleStatus } from '#shared/contract/feed.ts';
import { createWords } from '../../locales/i18n.ts';
import { useConsole } from '../../stores/console.store.ts';
import { useAlarmWords } from './use-alarm-words.ts';

const HERE = 'console-bad49248-4b1c-4b8e-9d53-0d3c8ab0d1f2';

function wordsHere(): ReturnType<typeof useAlarmWords> {
  let words: ReturnType<typeof useAlarmWords> | undefined;
  const app = createApp({
    setup() {
      useConsole().status = { device: HERE } as ConsoleStatus;
      words = useAlarmWords();
      return () => h('p');
    },
  });
  app.use(createPinia()).use(createWords('zh-CN')).mount(document.createElement('div'));
  return words as ReturnType<typeof useAlarmWords>;
}

it('says which console has a fault in words, not by its id', () => {
  const { alarmWhat } = wordsHere();
  const faultOf = (device: string, part: string): string =>
    alarmWhat({ signalId: `console.${device}.${part}`, kind: 'fault' });
  expect(faultOf(HERE, 'sound')).toBe('报警声音不可用（本机）');
  expect(faultOf('console-1a992e4a-476b-49ff-92ce-a12bae0f715b', 'driver-city-opcua')).toBe(
    '采集通道 city-opcua 没有连接（控制台 1A99）',
  );
  expect(faultOf('console-A', 'history')).toBe('历史数据有丢失（console-A）');
});
