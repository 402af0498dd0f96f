import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { pageOf } from '#tests/support/electron-app.ts';
import { onStack } from '#tests/support/electron-on-stack.ts';
import { unzip } from '#tests/support/unzip.ts';

test('under app:// a workbook is written; a file that cannot be saved is told', async () => {
  await onStack({ stations: 10 }, async ({ electron, app }) => {
    const wall = await pageOf(electron, 'wall');
    await wall.evaluate(() => window.heatline.showWindow('alarms', { params: { tab: 'limits' } }));
    const page = await pageOf(electron, 'alarms');
    await expect(page.locator('[data-testid^="limit-S001."]').first()).toBeVisible({ timeout: 60_000 });

    const exportTo = async (path: string): Promise<string> => {
      const ended = electron.evaluate(
        ({ dialog, session }, to) =>
          new Promise<string>((resolve) => {
            dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
            session.defaultSession.once('will-download', (_event, item) => {
              item.setSavePath(to);
              item.once('done', (_done, state) => resolve(state));
            });
          }),
        path,
      );
      await page.getByTestId('table-xlsx').click();
      return ended;
    };
    const file = join(app.folder, 'table.xlsx');
    expect(await exportTo(file)).toBe('completed');
    expect(unzip(readFileSync(file)).get('xl/sharedStrings.xml')).toContain('S001');

    const noFolder = join(app.folder, 'file');
    writeFileSync(noFolder, '');
    expect(await exportTo(join(noFolder, 'table.xlsx'))).toBe('interrupted');
    expect(readFileSync(join(app.data, 'logs', 'shell.log'), 'utf8')).toContain('WIN0008');
  });
});
