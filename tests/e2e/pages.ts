import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import type { WindowName } from '#shared/contract/host-bridge.ts';
import type { Stack } from '#tests/support/stack.ts';

/** PIN of everyone in the roster that comes with the product. */
const DEMO_PIN = '0000';

/**
 * How long a test waits for what must come, ms: a net for a machine that is slow or busy, never a figure of the product. What has to be quick is
 * measured by the benches.
 */
const PATIENCE_MS = 60_000;
/** A hand that sees nothing happen for this long tries again. */
const AGAIN_MS = 10_000;

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
export async function expectLink(page: Page, state: string | RegExp, timeout = PATIENCE_MS): Promise<void> {
  await expect(page.getByTestId('link-state')).toHaveAttribute('data-state', state, { timeout });
}

/** Takes down every state of the link from now on, however short it is. The result reads them, the first at the start. */
export async function noteLink(page: Page): Promise<() => Promise<readonly string[]>> {
  const notes = await page.getByTestId('link-state').evaluateHandle((element) => {
    const states = [element.getAttribute('data-state') ?? ''];
    new MutationObserver(() => states.push(element.getAttribute('data-state') ?? '')).observe(element, {
      attributes: true,
      attributeFilter: ['data-state'],
    });
    return states;
  });
  return () => notes.jsonValue();
}

/** Signs a person of the demo roster on, at the seat that all windows of this context share; until this window knows it. */
export async function signOn(page: Page, personId: string): Promise<void> {
  await page.getByTestId('signed-on').click();
  const person = page.getByTestId('sign-on-person');
  await person.selectOption(personId);
  const [name = ''] = ((await person.locator(`option[value="${personId}"]`).textContent()) ?? '').trim().split(' · ');
  await page.getByTestId('sign-on-pin').fill(DEMO_PIN);
  await page.getByTestId('sign-on-submit').click();
  await expect(page.getByTestId('sign-on-pin')).toBeHidden();
  // The answer to the PIN and the seat come by different ways, and keys do nothing before the seat is there.
  await expect(page.getByTestId('signed-on')).toContainText(name);
}

/** Number of commands without a receipt, as the status bar shows it. */
export async function expectUnsent(page: Page, count: number | RegExp, timeout = PATIENCE_MS): Promise<void> {
  const text = typeof count === 'number' ? new RegExp(`^${String(count)}(\\s|$)`) : count;
  await expect(page.getByTestId('unsent').locator('dd')).toHaveText(text, { timeout });
}

/** Opens the faceplate of a station by typing its number at the wall, once the wall shows it. */
export async function openStation(wall: Page, stationId: string): Promise<void> {
  await expect(wall.getByTestId(`wall-cell-${stationId}`)).toBeAttached();
  await wall.keyboard.press('/');
  await expect(wall.getByTestId('wall-filter')).toBeFocused();
  await wall.keyboard.type(stationId);
  await wall.keyboard.press('Enter');
  await expect(wall.getByTestId('faceplate')).toBeVisible();
}

/** Names the place of a call by the first that the words find, as soon as they find one. */
export async function giveWhere(desk: Page, words: string): Promise<void> {
  const where = desk.getByTestId('complaint-where');
  await where.fill(words);
  await expect(desk.getByTestId('complaint-form').locator('.found button').first()).toContainText(words);
  await where.press('Enter');
}

/** Presses a key until it has shown its effect, as a hand does where the first press came too early. */
export async function pressUntil(
  page: Page,
  key: string,
  effect: (patience: Patience) => Promise<void>,
): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key);
    await effect({ timeout: AGAIN_MS });
  }).toPass({ timeout: PATIENCE_MS });
}

/** How long one look may take. */
export interface Patience {
  readonly timeout: number;
}

/**
 * Holds a button for dangerous acts down until it has done what it does. A press of a fixed length is not enough: where the page is busy, the
 * release may reach it before its own clock. Again where the button moved away from under the pointer.
 */
export async function hold(button: Locator, effect: (patience: Patience) => Promise<void>): Promise<void> {
  const { mouse } = button.page();
  const isDone = (): Promise<boolean> =>
    effect({ timeout: 1_000 }).then(
      () => true,
      () => false,
    );
  let tries = 0;
  await expect(async () => {
    tries += 1;
    if (tries > 1 && (await isDone())) return;
    await expect(button).toBeEnabled({ timeout: AGAIN_MS });
    await button.hover({ timeout: AGAIN_MS });
    await mouse.down();
    try {
      await effect({ timeout: AGAIN_MS });
    } finally {
      await mouse.up();
    }
  }).toPass({ timeout: 2 * PATIENCE_MS });
}
