import { chromium } from '@playwright/test';
import { chromiumArgs } from '#tests/support/chromium-args.ts';
import { ensureChromium } from '#tests/support/ensure-chromium.ts';

/** What a page in front of a dispatcher went through, each in ms. */
export interface ScreenTimes {
  /** Each alarm of the kind lowLow that stood in the alarm bar: its source time and when it was there, UTC ms, in the order they came. */
  readonly bar: readonly { readonly raisedAt: number; readonly at: number }[];
  /** From a key to the frame after it. */
  readonly input: readonly number[];
  /** Tasks of more than 50 ms. */
  readonly longTasks: readonly number[];
}

export interface AlarmScreen {
  press(key: string): Promise<void>;
  /** What was seen since the screen was opened; closes it. */
  close(): Promise<ScreenTimes>;
}

/** Opens the alarms window of a console in a browser and notes what it shows and how long keys wait. */
export async function openAlarmScreen(url: string, token: string): Promise<AlarmScreen> {
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumArgs] });
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(`${url}/alarms#token=${token}`);
  await page.getByTestId('alarm-bar').waitFor();
  await page.evaluate(() => {
    const bench = { bar: [] as { raisedAt: number; at: number }[], input: [] as number[], longTasks: [] as number[] };
    Object.assign(window, { heatlineBench: bench });
    const told = new Set<string>();
    const bar = document.querySelector('[data-testid="alarm-bar"]') as HTMLElement;
    new MutationObserver(() => {
      const what = bar.querySelector<HTMLElement>('[data-alarm]');
      const id = what?.dataset['alarm'] ?? '';
      const raisedAt = Number(what?.dataset['raisedAt'] ?? 0);
      if (!id.endsWith(':lowLow') || told.has(id)) return;
      told.add(id);
      // On screen is it with the next frame.
      requestAnimationFrame(() => bench.bar.push({ raisedAt, at: Date.now() }));
    }).observe(bar, { subtree: true, childList: true, attributes: true, characterData: true });
    addEventListener(
      'keydown',
      (event) => {
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => bench.input.push(performance.now() - event.timeStamp);
          channel.port2.postMessage(0);
        });
      },
      { capture: true },
    );
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) bench.longTasks.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
  return {
    press: (key) => page.keyboard.press(key),
    close: async () => {
      const times = await page.evaluate(() => (window as unknown as { heatlineBench: ScreenTimes }).heatlineBench);
      await browser.close();
      return times;
    },
  };
}
