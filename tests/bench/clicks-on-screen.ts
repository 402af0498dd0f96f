import { randomUUID } from 'node:crypto';
import { chromium } from '@playwright/test';
import { chromiumArgs } from '#tests/support/chromium-args.ts';
import type { ConsoleClient } from '#tests/support/console-client.ts';
import { ensureChromium } from '#tests/support/ensure-chromium.ts';

const CLICKS = 150;

/**
 * From a real click to what the screen then shows, in ms: notes on an order, written at the desk in a browser. Committed: the
 * note stands there; received: its pending mark is gone.
 */
export async function clicksOnScreen(url: string, token: string, client: ConsoleClient) {
  const orderId = randomUUID();
  await client.api.command.submit({
    commandId: randomUUID(),
    entity: { type: 'order', id: orderId },
    type: 'createOrder',
    payload: {
      category: 'leak',
      urgent: true,
      title: 'bench',
      place: { at: [126.6, 45.75] },
      complaintIds: [],
      receivedAt: Date.now(),
    },
  });
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumArgs] });
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(`${url}/desk#token=${token}`);
  await page.getByTestId('signed-on').click();
  await page.getByTestId('sign-on-person').selectOption('dispatcher-1');
  await page.getByTestId('sign-on-pin').fill('0000');
  await page.getByTestId('sign-on-submit').click();
  await page.getByTestId(`queue-order-${orderId}`).click();
  await page.getByTestId('note-text').waitFor();
  const samples = await page.evaluate(async (count) => {
    const panel = document.querySelector('[data-testid="order-panel"]') as HTMLElement;
    const field = panel.querySelector('[data-testid="note-text"]') as HTMLInputElement;
    const button = field.form?.querySelector('button') as HTMLButtonElement;
    const until = (isSo: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (!isSo()) return;
          observer.disconnect();
          resolve();
        };
        const observer = new MutationObserver(look);
        observer.observe(panel, { subtree: true, childList: true, characterData: true, attributes: true });
        look();
      });
    const isShown = (text: string): boolean => panel.textContent?.includes(text) === true;
    const committed: number[] = [];
    const received: number[] = [];
    for (let round = 0; round < count; round += 1) {
      const words = `bench note ${String(round)}.`;
      field.value = words;
      field.dispatchEvent(new Event('input'));
      await until(() => !button.disabled);
      const startedAt = performance.now();
      button.click();
      await until(() => isShown(words));
      committed.push(performance.now() - startedAt);
      await until(() => !isShown('等待回执'));
      received.push(performance.now() - startedAt);
    }
    return { committed, received };
  }, CLICKS);
  await browser.close();
  return samples;
}
