import { test, type BrowserContext, type Page } from '@playwright/test';
import type { WindowName } from '#shared/contract/host-bridge.ts';
import { startStack } from '#tests/support/stack.ts';
import { openWindow, signOn } from '../pages.ts';
import { playStory } from '../story.ts';

test('from the burst to the signed log, in browsers', async ({ browser }) => {
  test.setTimeout(420_000);
  const stack = await startStack({ stations: 240, scenario: 'burst-main' });
  const seats = new Map<string, { context: BrowserContext; pages: Map<WindowName, Page> }>();
  try {
    await playStory({
      async window(personId, name) {
        const seat = seats.get(personId) ?? {
          context: await browser.newContext({ locale: 'zh-CN' }),
          pages: new Map(),
        };
        const isNew = !seats.has(personId);
        seats.set(personId, seat);
        const page = seat.pages.get(name) ?? (await openWindow(seat.context, stack, name));
        seat.pages.set(name, page);
        if (isNew) await signOn(page, personId);
        return page;
      },
      data: stack.data,
      hubUrl: stack.hubUrl,
      coreUrl: () => stack.url,
      loseHub: stack.loseHub,
      killCore: () => stack.kill('core'),
      meanwhile: () => Promise.resolve(),
      picture: () => Promise.resolve(),
    });
  } finally {
    for (const { context } of seats.values()) await context.close();
    await stack.stop();
  }
});
