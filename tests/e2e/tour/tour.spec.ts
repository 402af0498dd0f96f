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

/** Further parts of the map's answer that the README shows. */
const ANSWERS = ['valves', 'cold'] as const;

/** Something to look at where a window would wait for a click. */
async function openSomething(page: Page, name: WindowName): Promise<void> {
  if (name === 'map') {
    await page.getByTestId('candidate-impact').first().click();
    await page.locator('[data-testid="impact"][data-waiting="false"]').waitFor();
  }
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
        if (name !== 'map') return;
        for (const tab of ANSWERS) {
          await page.getByTestId(`impact-tab-${tab}`).click();
          await page.waitForTimeout(1_500);
          await page.screenshot({ path: join(everything, `${moment}-map-${tab}.png`) });
          if (language === 'zh-CN') {
            await page.screenshot({ path: join(repositoryRoot, 'docs', 'pictures', `map-${tab}.png`) });
          }
        }
        await page.getByTestId('impact-tab-layers').click();
      },
    });
  });
}
