import { expect, type BrowserContext, type Page } from '@playwright/test';
import type { WindowName } from '#shared/contract/host-bridge.ts';
import type { Stack } from '#tests/support/stack.ts';

/** PIN of everyone in the roster that comes with the product. */
const DEMO_PIN = '0000';

/** Opens one window of the console in a browser and waits until its feed is live. */
export async function openWindow(
  context: BrowserContext,
  stack: Pick<Stack, 'url' | 'token'>,
  name: WindowName,
  token = stack.token,
): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${stack.url}/${name}#token=${token}`);
  await expectLink(page, 'online');
  return page;
}

/** What the status bar says of the link: `online`, `offline`, ... */
export async function expectLink(page: Page, state: string | RegExp, timeout = 15_000): Promise<void> {
  await expect(page.getByTestId('link-state')).toHaveAttribute('data-state', state, { timeout });
}

/** Signs a person of the demo roster on, at the seat that all windows of this context share. */
export async function signOn(page: Page, personId: string): Promise<void> {
  await page.getByTestId('signed-on').click();
  await page.getByTestId('sign-on-person').selectOption(personId);
  await page.getByTestId('sign-on-pin').fill(DEMO_PIN);
  await page.getByTestId('sign-on-submit').click();
  await expect(page.getByTestId('sign-on-pin')).toBeHidden();
}

/** Number of commands without a receipt, as the status bar shows it. */
export async function expectUnsent(page: Page, count: number | RegExp, timeout = 20_000): Promise<void> {
  const text = typeof count === 'number' ? new RegExp(`^${String(count)}(\\s|$)`) : count;
  await expect(page.getByTestId('unsent').locator('dd')).toHaveText(text, { timeout });
}
