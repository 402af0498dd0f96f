import { test } from '@playwright/test';
import { inBrowsers } from '../browser-scene.ts';
import { playStory } from '../story.ts';

test('from the burst to the signed log, in browsers', async ({ browser }) => {
  test.setTimeout(1_200_000);
  await inBrowsers(browser, playStory);
});
