import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { startStack } from '#tests/support/stack.ts';
import { unzip } from '#tests/support/unzip.ts';
import { openWindow } from '../pages.ts';

test('a table goes out as a workbook: what is shown, typed, in the language of the console', async ({ context }) => {
  const stack = await startStack({ stations: 10 });
  try {
    const page = await openWindow(context, stack, 'alarms');
    await page.getByTestId('tab-limits').click();
    await page.getByRole('searchbox').fill('S001');
    await expect(page.locator('[data-testid^="limit-S001."]').first()).toBeVisible();
    await expect(page.locator('[data-testid^="limit-S002."]')).toHaveCount(0);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('table-xlsx').click()]);
    expect(download.suggestedFilename()).toMatch(/^报警限值 \d{4}-\d\d-\d\d_\d{6}\.xlsx$/);
    const parts = unzip(readFileSync(await download.path()));
    expect(parts.get('xl/workbook.xml')).toContain('name="报警限值"');
    const words = parts.get('xl/sharedStrings.xml') ?? '';
    expect(words).toContain('S001');
    expect(words).not.toContain('S002');
    // Levels are numbers, not words that look like some.
    expect(parts.get('xl/worksheets/sheet1.xml')).toMatch(/<c r="E2"[^>]*><v>[\d.-]+<\/v>/);
    await expect(page.getByTestId('export-problem')).toHaveCount(0);
  } finally {
    await stack.stop();
  }
});
