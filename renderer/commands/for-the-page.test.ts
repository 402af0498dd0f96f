import { expect, it } from 'vitest';
import { createApp, h, shallowRef, watch } from 'vue';
import { forThePage } from './for-the-page.ts';

it('keeps a watcher that was started while a component was set up', () => {
  const source = shallowRef(0);
  const seen: number[] = [];
  const app = createApp({
    setup() {
      forThePage(() => watch(source, (value) => seen.push(value), { flush: 'sync' }));
      return () => h('p');
    },
  });
  app.mount(document.createElement('div'));
  app.unmount();
  source.value = 1;
  expect(seen).toEqual([1]);
});
