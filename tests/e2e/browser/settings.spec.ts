import { expect, test, type Page } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startStack, type Stack } from '#tests/support/stack.ts';
import { openWindow, signOn } from '../pages.ts';

test.describe('settings', () => {
  let stack: Stack;
  test.beforeAll(async () => {
    stack = await startStack({ stations: 60 });
  });
  test.afterAll(() => stack.stop());

  async function settings(page: Page, personId?: string): Promise<Page> {
    const opened = await openWindow(page.context(), stack, 'settings');
    if (personId !== undefined) await signOn(opened, personId);
    return opened;
  }
  const isLive = (page: Page, id: string) =>
    expect(page.getByTestId(`driver-${id}`)).toHaveAttribute('data-state', 'live', { timeout: 120_000 });

  test('shows the drivers of the plant, what each brings, and tests one without anybody signed on', async ({
    page,
  }) => {
    const window = await settings(page);
    await isLive(window, 'city-opcua');
    await isLive(window, 'city-modbus');
    await window.getByTestId('driver-city-modbus').click();
    await window.getByTestId('tab-traffic').click();
    await expect(window.getByTestId('fact-rate').locator('dd')).toHaveText(/[1-9]\d* 个\/秒|[1-9]\d*\.\d 个\/秒/);
    await expect(window.getByTestId('traffic')).toContainText('S005.primarySupplyPressureMPa');
    await window.getByTestId('tab-testing').click();
    await window.getByTestId('test').click();
    await expect(window.getByTestId('test-outcome')).toHaveAttribute('data-failed', '0');
    await expect(window.locator('[data-step="unit"]')).toContainText('单元 1');
    await window.getByTestId('tab-mapping').click();
    await window.getByTestId('preview').click();
    await expect(window.getByTestId('preview-found')).toContainText('204 个测点');
    await window.getByTestId('tab-connection').click();
    await window.getByTestId('field-port').fill('1');
    await window.getByTestId('field-port').blur();
    await expect(window.getByTestId('driver-save')).toBeDisabled();
  });

  test('finds the stations of an OPC UA server and what is left over, and shows its tree', async ({ page }) => {
    const window = await settings(page, 'lead-1');
    await isLive(window, 'city-opcua');
    await window.getByTestId('tab-mapping').click();
    await window.getByTestId('field-stations-match').fill('^S00\\d$');
    await window.getByTestId('field-stations-match').blur();
    await window.getByTestId('preview').click();
    await expect(window.getByTestId('preview-found')).toContainText('找到 8 个站');
    await expect(window.getByTestId('preview-found')).toContainText('42 个名称不符合站名规则');
    await window.getByTestId('browse').click();
    await window.getByTestId('browse-tree').getByRole('button', { name: 'Stations' }).click();
    await expect(window.getByTestId('browse-tree')).toContainText('S001');
    await window.getByTestId('driver-revert').click();
    await expect(window.getByTestId('field-stations-match')).toHaveValue('^.+$');
  });

  test('a broken endpoint is told in plain words, and mended', async ({ page }) => {
    const window = await settings(page, 'lead-1');
    const modbus = window.getByTestId('driver-city-modbus');
    await modbus.click();
    const port = window.getByTestId('field-port');
    await expect(port).toHaveValue(/^\d+$/);
    const before = await port.inputValue();

    await port.fill('99999');
    await port.blur();
    await window.getByTestId('driver-save').click();
    await expect(window.getByTestId('save-fault')).toHaveAttribute('data-code', 'MAP0002');
    await expect(window.locator('.field.wrong')).toContainText('端口');

    await port.fill('1');
    await port.blur();
    await window.getByTestId('tab-testing').click();
    await window.getByTestId('test').click();
    await expect(window.locator('[data-step="connect"][data-ok="false"]')).toContainText('Modbus 设备的地址连不上');
    await window.getByTestId('driver-save').click();
    await expect(modbus).toHaveAttribute('data-state', /connecting|reconnecting/);
    await expect(window.getByTestId('driver-fault')).toHaveAttribute('data-code', 'MOD0001');
    await isLive(window, 'city-opcua');

    await window.getByTestId('tab-connection').click();
    await port.fill(before);
    await port.blur();
    await window.getByTestId('driver-save').click();
    await isLive(window, 'city-modbus');
    await expect(window.getByTestId('driver-fault')).toBeHidden();
  });

  test('a recording is added, played, and removed by keys', async ({ page }) => {
    const rows = Array.from({ length: 20 }, (_, i) => `S001.primarySupplyPressureMPa,${String(1e12 + i * 1000)},0.5`);
    const file = join(stack.data, 'recorded.csv');
    writeFileSync(file, ['signal_id,at,value', ...rows].join('\n'));
    const window = await settings(page, 'lead-1');
    await window.getByTestId('add-replay').click();
    await window.getByTestId('field-file').fill(file);
    await window.getByTestId('field-file').blur();
    await window.getByTestId('tab-testing').click();
    await window.getByTestId('test').click();
    await expect(window.getByTestId('recording-found')).toContainText('20 行');
    await window.getByTestId('driver-save').click();
    await isLive(window, 'replay-1');
    await window.getByTestId('driver-remove').focus();
    await window.keyboard.down('Enter');
    await expect(window.getByTestId('driver-replay-1')).toBeHidden({ timeout: 10_000 });
    await window.keyboard.up('Enter');
    await window.getByTestId('driver-city-opcua').focus();
    await window.keyboard.press('ArrowDown');
    await expect(window.getByTestId('driver-panel')).toContainText('city-modbus');
  });

  test('a burst number is found, changed with a reason, in force and in its log; a wrong one is marked first', async ({
    page,
  }) => {
    const window = await settings(page);
    await window.getByTestId('section-burst').click();
    await expect(window.getByTestId('burst-numbers-lock')).toContainText('登录后才能修改');
    await signOn(window, 'agent-1');
    await expect(window.getByTestId('burst-numbers-lock')).toContainText('客服不能修改爆管参数');
    await expect(window.getByTestId('param-cluster.radiusM')).toBeDisabled();
    await expect(window.getByTestId('burst-numbers-save')).toBeHidden();

    await signOn(window, 'dispatcher-1');
    await window.keyboard.press('/');
    await expect(window.getByRole('searchbox')).toBeFocused();
    await window.keyboard.type('冲刷');
    await expect(window.locator('[data-testid^="number-"]')).toHaveCount(5);
    const low = window.getByTestId('param-washout.lowM');
    await low.fill('500');
    await expect(window.getByTestId('number-washout.lowM').getByRole('alert')).toHaveText('应在 0 至 100 之间');
    await expect(window.getByTestId('burst-numbers-done')).toBeDisabled();
    await low.fill('6.5');
    await window.getByTestId('param-washout.largeM').press('ArrowUp');
    await expect(window.getByTestId('burst-numbers-done')).toContainText('保存 2 项');

    // All by keys: Enter leads to the reason, and from its words it is saved.
    await low.press('Enter');
    await expect(window.getByTestId('reason-choice')).toBeFocused();
    await window.getByTestId('reason-words').fill('现场开挖复核');
    await window.getByTestId('reason-words').press('Enter');
    await expect(window.getByTestId('number-washout.lowM')).toHaveAttribute('data-site', '6.5');
    await expect(window.getByTestId('number-washout.largeM')).toHaveAttribute('data-site', '11');
    await expect(window.getByTestId('number-washout.lowM')).toContainText(/周建国.*现场开挖复核/s);
    await window.getByTestId('burst-numbers-log').locator('summary').click();
    await expect(window.getByTestId('burst-numbers-log')).toContainText('低压冲刷半径 5 → 6.5 m');

    await window.getByTestId('standard-washout.lowM').click();
    await window.getByTestId('reason-choice').selectOption({ index: 1 });
    await window.getByTestId('burst-numbers-done').click();
    await expect(window.getByTestId('number-washout.lowM')).toHaveAttribute('data-site', '5');
    await expect(window.getByTestId('number-washout.largeM')).toHaveAttribute('data-site', '11');
  });

  test('the rest of the settings: history, sound, display', async ({ page }) => {
    const window = await settings(page);
    await window.getByTestId('section-history').click();
    await expect(window.getByTestId('history-usage')).toContainText('1 分钟');
    await window.getByTestId('section-sound').click();
    await expect(window.getByTestId('sound-settings')).toBeVisible();
    await window.getByTestId('section-display').click();
    await window.getByLabel('语言 / Language').selectOption('en');
    await expect(window.getByTestId('settings-nav')).toContainText('Drivers');
  });
});
