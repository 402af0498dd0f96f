import { expect, test } from '@playwright/test';
import { startStack, type Stack } from '#tests/support/stack.ts';
import { expectLink, expectUnsent, giveWhere, openWindow, signOn } from '../pages.ts';

test.describe('desk', () => {
  let stack: Stack;
  test.beforeAll(async () => {
    stack = await startStack({ stations: 20 });
  });
  test.afterAll(() => stack.stop());

  test('takes a call, makes an order of it, and the crew it is given to accepts and goes', async ({ browser }) => {
    const agentSeat = await browser.newContext({ locale: 'zh-CN' });
    const dispatcherSeat = await browser.newContext({ locale: 'zh-CN' });
    const agent = await openWindow(agentSeat, stack, 'desk');
    const dispatcher = await openWindow(dispatcherSeat, stack, 'desk');
    await signOn(agent, 'agent-1');
    await signOn(dispatcher, 'dispatcher-1');

    await agent.getByTestId('new-complaint').click();
    await agent.getByTestId('complaint-text').fill('楼下路面冒热水，好多蒸汽');
    await giveWhere(agent, '1号楼');
    await agent.getByTestId('complaint-submit').click();
    await expect(agent.getByTestId('complaint-panel')).toContainText('爆管');
    await expectUnsent(agent, 0);

    const queued = dispatcher.locator('[data-testid^="queue-complaint-"]').filter({ hasText: '楼下路面冒热水' });
    await queued.click();
    await dispatcher.getByTestId('create-order').click();
    const panel = dispatcher.getByTestId('order-panel');
    await expect(panel).toBeVisible();
    await dispatcher.locator('[data-testid^="assign-"]').first().click();
    // The crew of the virtual city says yes through the hub's API, and reports its way.
    await expect(dispatcher.getByTestId('stage-departed')).toContainText(/\d\d:\d\d/, { timeout: 120_000 });
    await expectUnsent(dispatcher, 0);
    await expect(queued).toHaveCount(0);
    await agentSeat.close();
    await dispatcherSeat.close();
  });

  test('shows the category that safety words make of a call, why, and takes a correction with its reason', async ({
    context,
  }) => {
    const page = await openWindow(context, stack, 'desk');
    await signOn(page, 'agent-1');
    await page.keyboard.press('n');
    const category = page.getByTestId('complaint-category');
    await expect(category).toHaveValue('notHot');
    await page.getByTestId('complaint-text').fill('家里不热，是不是爆管了');
    await expect(category).toHaveValue('burst');
    await expect(category).toBeDisabled();
    await expect(page.getByTestId('complaint-form')).toContainText('客户提到“爆管”，按安全词规则登记为“爆管”');
    await giveWhere(page, '1号楼');
    await page.getByTestId('complaint-submit').click();

    const panel = page.getByTestId('complaint-panel');
    await expect(panel.getByRole('heading')).toContainText('爆管');
    await panel.getByTestId('change-category').selectOption('notHot');
    await expect(panel.getByTestId('change-category-done')).toBeDisabled();
    await panel.getByTestId('change-category-reason').fill('只是询问');
    await panel.getByTestId('change-category-done').click();
    await expect(panel.getByRole('heading')).toContainText('不热');
    // The words stay on show (TRI-06).
    await expect(panel).toContainText('安全词');
    await expectUnsent(page, 0);
  });

  test('refuses what a duty may not do, in words', async ({ context }) => {
    const page = await openWindow(context, stack, 'desk');
    await page.getByTestId('signed-on').click();
    await page.getByTestId('sign-on-person').selectOption('lead-1');
    await page.getByTestId('sign-on-pin').fill('9999');
    await page.getByTestId('sign-on-submit').click();
    await expect(page.getByText('SES0001')).toBeVisible();
  });

  test('goes on without the hub, shows what waits, and sends it when the hub is back', async ({ context }) => {
    const page = await openWindow(context, stack, 'desk');
    await signOn(page, 'agent-2');
    const bringBack = await stack.loseHub();
    await expectLink(page, 'hubOffline');
    await page.getByTestId('new-complaint').click();
    await page.getByTestId('complaint-text').fill('三楼暖气不热');
    await giveWhere(page, '2号楼');
    await page.getByTestId('complaint-submit').click();
    // An alarm of the plant may wait with it.
    await expectUnsent(page, /^[1-9]/);
    await bringBack();
    await expectLink(page, 'online');
    await expectUnsent(page, 0);
  });
});
