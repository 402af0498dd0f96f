import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test, type Page } from '@playwright/test';
import type { WindowName } from '#shared/contract/host-bridge.ts';
import { repositoryRoot } from '#tests/support/child.ts';
import { inBrowsers } from '../browser-scene.ts';
import { playStory, type Moment } from '../story.ts';

/** Desk monitor and wall display. */
const SIZES = [
  { width: 1920, height: 1080, suffix: '' },
  { width: 3840, height: 2160, suffix: '-4k' },
] as const;

/** The pictures of the README: the moment at which each window says most. */
const IN_README: Readonly<Record<WindowName, Moment>> = {
  wall: 'burst',
  map: 'burst',
  alert: 'alert',
  desk: 'alert',
  alarms: 'alert',
  settings: 'alert',
};

/** Something to look at where a window would wait for a click. */
async function openSomething(page: Page, name: WindowName): Promise<void> {
  if (name === 'map') await page.getByTestId('candidate-row').first().getByRole('button').first().click();
  if (name === 'desk') await page.getByTestId('desk-queue').getByRole('button').first().click();
}

for (const language of ['zh-CN', 'en'] as const) {
  test(`tour in ${language}`, async ({ browser }) => {
    test.setTimeout(600_000);
    const everything = join(repositoryRoot, 'test-results', 'tour', language);
    mkdirSync(everything, { recursive: true });
    await inBrowsers(browser, playStory, {
      language,
      picture: async (page, moment, _personId, name) => {
        await openSomething(page, name);
        for (const { width, height, suffix } of SIZES) {
          await page.setViewportSize({ width, height });
          // The map redraws its picture of the network once after a change of size.
          await page.waitForTimeout(1_500);
          await page.screenshot({ path: join(everything, `${moment}-${name}${suffix}.png`) });
          if (language === 'zh-CN' && IN_README[name] === moment) {
            await page.screenshot({ path: join(repositoryRoot, 'docs', 'pictures', `${name}${suffix}.png`) });
          }
        }
        await page.setViewportSize({ width: 1920, height: 1080 });
      },
    });
  });
}
