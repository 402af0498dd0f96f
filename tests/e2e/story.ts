import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { WindowName } from '#shared/contract/host-bridge.ts';
import { repositoryRoot } from '#tests/support/child.ts';
import { expectLink, expectUnsent } from './pages.ts';

/** A console with a city about to burst, and people before it: a browser each, or one desk of Electron windows. */
export interface Scene {
  /** A window with this person signed on at it. */
  window(personId: string, name: WindowName): Promise<Page>;
  readonly data: string;
  readonly hubUrl: string;
  readonly coreUrl: () => string;
  /** SIGKILLs the hub and keeps it away until the result is called. */
  loseHub(): Promise<() => Promise<void>>;
  /** SIGKILLs the core; whoever started it starts it again. */
  killCore(): Promise<void>;
  /** While the alert runs and the hub is away: what only this shell can show (a monitor is pulled out). */
  meanwhile(): Promise<void>;
  /** The story has come to a point worth a picture of this window, as this person sees it. */
  picture(moment: Moment, personId: string, name: WindowName): Promise<void>;
}

/** `burst`: struck, nothing declared yet. `alert`: the chain runs. `offline`: it runs without the hub. */
export type Moment = 'burst' | 'alert' | 'offline';

const LEAD = 'lead-1';
const AGENT = 'agent-1';
const DISPATCHER = 'dispatcher-1';

/** A touch over the 1.5 s that a dangerous act is held. */
const HOLD_MS = 1_900;

/** From live values to a signed log, through a dead hub and a dead core. Every check is of what people see, or of the log itself. */
export async function playStory(scene: Scene): Promise<void> {
  await test.step('live pressures are on the wall', async () => {
    const wall = await scene.window(LEAD, 'wall');
    await expect(wall.getByTestId('wall-cell-S001')).toContainText(/\d\.\d{3} MPa/, { timeout: 60_000 });
    await expect(wall.getByTestId('wall-cell-S005')).toContainText(/\d\.\d{3} MPa/, { timeout: 60_000 });
  });

  await test.step('a main bursts: alarms, complaints, a candidate place', async () => {
    const wall = await scene.window(LEAD, 'wall');
    await expect(wall.getByTestId('alarm-bar')).toContainText(/MPa|t\/h/, { timeout: 90_000 });
    const map = await scene.window(LEAD, 'map');
    await expect(map.locator('[data-map-ready="true"]')).toBeVisible({ timeout: 30_000 });
    const candidate = map.getByTestId('candidate-row').first();
    await expect(candidate.getByTestId('evidence-complaints')).toBeVisible({ timeout: 150_000 });
    await expect(candidate.getByTestId('evidence-pressureDrop')).toBeVisible({ timeout: 60_000 });
    const desk = await scene.window(LEAD, 'desk');
    await expect(desk.locator('[data-testid^="queue-complaint-"]').first()).toBeVisible({ timeout: 120_000 });
  });

  for (const name of ['wall', 'map', 'alert', 'desk'] as const) await scene.picture('burst', LEAD, name);

  await test.step('alarms are acknowledged, with one key', async () => {
    const wall = await scene.window(LEAD, 'wall');
    for (let round = 0; round < 3; round += 1) {
      // The key waits until the alarm on the bar has stood there long enough to be read.
      await wall.waitForTimeout(700);
      await wall.keyboard.press('a');
    }
  });

  await test.step('the shift lead declares a red alert at the candidate', async () => {
    const alert = await scene.window(LEAD, 'alert');
    await alert.getByTestId('candidate-row').first().getByTestId('declare-here').click();
    await alert.getByTestId('alert-declare-hold').click({ delay: HOLD_MS });
    await expect(alert.getByTestId('hop-callCentre')).toHaveAttribute('data-state', 'waiting');
    await expect((await scene.window(LEAD, 'wall')).getByTestId('red-alert-bar')).toBeVisible();
  });

  await test.step('call centre and dispatch accept', async () => {
    for (const [person, level] of [
      [AGENT, 'callCentre'],
      [DISPATCHER, 'dispatch'],
    ] as const) {
      const alert = await scene.window(person, 'alert');
      await alert.getByTestId(`alert-accept-${level}`).click();
      await expect(alert.getByTestId(`hop-${level}`)).toHaveAttribute('data-state', 'accepted');
    }
  });

  await test.step('an order goes to a crew, which accepts', async () => {
    const alert = await scene.window(DISPATCHER, 'alert');
    await alert.getByTestId('alert-create-order').click();
    await alert.locator('[data-testid^="assign-"]').first().click();
    await expect(alert.getByTestId('hop-crew')).toHaveAttribute('data-state', 'accepted', { timeout: 40_000 });
    await expectUnsent(alert, 0);
  });
  for (const name of ['wall', 'map', 'alert', 'desk', 'alarms', 'settings'] as const) {
    await scene.picture('alert', LEAD, name);
  }

  let bringHubBack: () => Promise<void>;
  await test.step('the hub is killed: offline within 5 s, and two more steps are given', async () => {
    const alert = await scene.window(LEAD, 'alert');
    bringHubBack = await scene.loseHub();
    await expectLink(alert, 'hubOffline', 5_000);
    await recordStep(alert, 'note', '已通知交警封路');
    await recordStep(alert, 'isolated', '两侧阀门已关闭');
    await expect(alert.locator('[data-testid="timeline-row"][data-pending="true"]')).not.toHaveCount(0);
    await scene.picture('offline', LEAD, 'alert');
    await scene.meanwhile();
  });

  await test.step('the core is killed and comes back with everything', async () => {
    const alert = await scene.window(LEAD, 'alert');
    const before = await unsentCount(alert);
    expect(before).toBeGreaterThanOrEqual(2);
    await scene.killCore();
    await expectLink(alert, /^(?!online|hubOffline)/, 10_000);
    await expectLink(alert, 'hubOffline', 40_000);
    // Alarms of the plant may have joined the queue meanwhile, but nothing may have left it.
    await expect.poll(() => unsentCount(alert), { timeout: 20_000 }).toBeGreaterThanOrEqual(before);
    for (const words of ['已通知交警封路', '两侧阀门已关闭']) await expectStep(alert, words, 'true');
  });

  await test.step('the hub returns: both agree and nothing is pending', async () => {
    const alert = await scene.window(LEAD, 'alert');
    await bringHubBack();
    await expectLink(alert, 'online', 40_000);
    await expectUnsent(alert, 0, 40_000);
    for (const words of ['已通知交警封路', '两侧阀门已关闭']) await expectStep(alert, words, 'false');
    await expect.poll(() => headsAgree(scene), { timeout: 30_000 }).toBe(true);
  });

  await test.step('the order is handed on and the shift lead ends the alert, signed', async () => {
    const desk = await scene.window(LEAD, 'desk');
    await desk.locator('[data-testid^="queue-order-"]').first().click();
    await desk.getByTestId('order-outcome').selectOption('handedOn');
    await desk.getByTestId('order-outcome-reason').fill('移交白班');
    await desk.getByTestId('close-order').click({ delay: HOLD_MS });
    const alert = await scene.window(LEAD, 'alert');
    await expectUnsent(alert, 0);
    await alert.getByTestId('alert-end').click();
    await alert.getByTestId('alert-end-hold').click({ delay: HOLD_MS });
    await expect(alert.getByTestId('red-alert-bar')).toBeHidden();
    await expectUnsent(alert, 0);
  });

  await test.step('the log verifies, on the console and on the hub, and the signature covers it', async () => {
    const own = verifiedLog(scene, 'console');
    const hubs = verifiedLog(scene, 'hub');
    expect(own.filter((entry) => entry.command?.type === 'acknowledgeAlarm')).not.toEqual([]);
    const ended = own.find((entry) => entry.command?.type === 'endRedAlert');
    const signed = (ended?.command?.payload as { signedHead?: string } | undefined)?.signedHead;
    expect(own.map((entry) => entry.hash)).toContain(signed);
    const ids = (entries: readonly LogLine[]) => entries.flatMap((entry) => entry.command?.commandId ?? []);
    expect(new Set(ids(hubs)).size).toBe(ids(hubs).length);
    expect(ids(hubs).slice(0, ids(own).length)).toEqual(ids(own));
  });
}

async function recordStep(alert: Page, kind: string, words: string): Promise<void> {
  await alert.getByTestId(`step-${kind}`).click();
  await alert.getByTestId('step-text').fill(words);
  await alert.getByTestId('step-record').click();
  await expectStep(alert, words, 'true');
}

/** A step in the timeline, by its words, waiting for its receipt or not. */
async function expectStep(alert: Page, words: string, pending: 'true' | 'false'): Promise<void> {
  const row = alert.getByTestId('timeline-row').filter({ hasText: words }).first();
  await expect(row).toHaveAttribute('data-pending', pending, { timeout: 20_000 });
}

async function unsentCount(page: Page): Promise<number> {
  return Number.parseInt(await page.getByTestId('unsent').locator('dd').innerText(), 10);
}

async function headsAgree(scene: Scene): Promise<boolean> {
  const read = async (url: string) => (await (await fetch(`${url}/healthz`)).json()) as Record<string, unknown>;
  const [core, hub] = await Promise.all([read(scene.coreUrl()), read(scene.hubUrl)]);
  return (core['head'] as { hash: string }).hash === hub['headHash'];
}

interface LogLine {
  readonly hash?: string;
  readonly command?: { readonly commandId: string; readonly type: string; readonly payload: unknown };
}

/** Exports a log and checks it as an inspector would: by the command line, with nothing but the file. Gives its confirmed entries. */
function verifiedLog(scene: Scene, of: 'console' | 'hub'): readonly LogLine[] {
  const file = join(scene.data, `log-of-${of}.jsonl`);
  const heatline = (...args: readonly string[]) =>
    execFileSync(process.execPath, ['electron/cli/heatline.ts', ...args, '--json'], { cwd: repositoryRoot });
  heatline('export-log', '--data', scene.data, '--of', of, '--out', file);
  const verdict = JSON.parse(heatline('verify-log', file).toString()) as { ok: boolean };
  expect(verdict.ok).toBe(true);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { kind?: string; entry?: LogLine } & LogLine)
    .map((line) => line.entry ?? line)
    .filter((line) => line.command !== undefined && line.hash !== undefined);
}
