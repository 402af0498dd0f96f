import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { WindowName } from '#shared/contract/host-bridge.ts';
import { startStack } from '#tests/support/stack.ts';
import { openWindow, signOn } from './pages.ts';
import type { Scene } from './story.ts';

interface Seat {
  readonly context: BrowserContext;
  readonly pages: Map<WindowName, Page>;
}

/** What a performance in browsers may do otherwise. */
export interface BrowserSceneOptions {
  readonly language?: 'zh-CN' | 'en';
  readonly picture?: (page: Page, ...about: Parameters<Scene['picture']>) => Promise<void>;
}

/** Starts everything with one command and gives each person a browser of their own, for as long as `play` runs. */
export async function inBrowsers(
  browser: Browser,
  play: (scene: Scene) => Promise<void>,
  { language = 'zh-CN', picture }: BrowserSceneOptions = {},
): Promise<void> {
  const stack = await startStack({ stations: 240, scenario: 'burst-main' });
  const seats = new Map<string, Seat>();

  async function sitDown(personId: string): Promise<Seat> {
    const context = await browser.newContext();
    await context.addInitScript((wanted) => localStorage.setItem('heatline.language', wanted), language);
    const seat = { context, pages: new Map<WindowName, Page>() };
    seats.set(personId, seat);
    return seat;
  }
  async function window(personId: string, name: WindowName): Promise<Page> {
    const known = seats.get(personId);
    const seat = known ?? (await sitDown(personId));
    const page = seat.pages.get(name) ?? (await openWindow(seat.context, stack, name));
    seat.pages.set(name, page);
    if (known === undefined) await signOn(page, personId);
    return page;
  }

  try {
    await play({
      window,
      data: stack.data,
      hubUrl: stack.hubUrl,
      coreUrl: () => stack.url,
      loseHub: stack.loseHub,
      killCore: () => stack.kill('core'),
      meanwhile: () => Promise.resolve(),
      picture: async (moment, personId, name) => picture?.(await window(personId, name), moment, personId, name),
    });
  } finally {
    for (const { context } of seats.values()) await context.close();
    await stack.stop();
  }
}
