import { expect, it } from 'vitest';
import { createApp, h } from 'vue';
import { createWords } from './i18n.ts';
import { useWeatherWords } from './use-weather-words.ts';

function namesIn(language: 'zh-CN' | 'en', sources: readonly string[]): readonly string[] {
  let names: readonly string[] = [];
  const app = createApp({
    setup() {
      names = sources.map(useWeatherWords().sourceName);
      return () => h('p');
    },
  });
  app.use(createWords(language)).mount(document.createElement('div'));
  app.unmount();
  return names;
}

it('names the sources it knows in the language, and leaves the others their own name', () => {
  expect(namesIn('zh-CN', ['city-forecast', 'city-weather'])).toEqual(['虚拟城市的天气预报', '虚拟城市气象站']);
  expect(namesIn('en', ['city-forecast'])).toEqual(['forecast of the virtual city']);
  expect(namesIn('en', ['市气象局', 'met-office', 'a.b c', ''])).toEqual(['市气象局', 'met-office', 'a.b c', '']);
});
