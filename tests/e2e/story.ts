import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { WindowName } from '#shared/contract/host-bridge.ts';
import { repositoryRoot } from '#tests/support/child.ts';
import { expectLink, expectUnsent, hold, noteLink } from './pages.ts';

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

/** For what the city brings about in its own time, ms. */
const CITY_MS = 240_000;

/** From live values to a signed log, through a dead hub and a dead core. Every check is of what people see, or of the log itself. */
export async function playStory(scene: Scene): Promise<void> {
  await test.step('live pressures are on the wall', async () => {
    const wall = await scene.window(LEAD, 'wall');
    await expect(wall.getByTestId('wall-cell-S001')).toContainText(/\d\.\d{3} MPa/, { timeout: CITY_MS });
    await expect(wall.getByTestId('wall-cell-S005')).toContainText(/\d\.\d{3} MPa/, { timeout: CITY_MS });
  });

  await test.step('a main bursts: alarms, complaints, a candidate place', async () => {
    const wall = await scene.window(LEAD, 'wall');
    await expect(wall.getByTestId('alarm-bar')).toContainText(/MPa|t\/h/, { timeout: CITY_MS });
    const map = await scene.window(LEAD, 'map');
    await expect(map.locator('[data-map-ready="true"]')).toBeVisible({ timeout: 60_000 });
    const candidate = map.getByTestId('candidate-row').first();
    await expect(candidate.getByTestId('evidence-complaints')).toBeVisible({ timeout: CITY_MS });
    await expect(candidate.getByTestId('evidence-pressureDrop')).toBeVisible({ timeout: CITY_MS });
    const desk = await scene.window(LEAD, 'desk');
    await expect(desk.locator('[data-testid^="queue-complaint-"]').first()).toBeVisible({ timeout: CITY_MS });
  });

  for (const name of ['wall', 'map', 'alert', 'desk'] as const) await scene.picture('burst', LEAD, name);

  const acknowledged = await test.step('alarms are acknowledged, with one key', async () => {
    const wall = await scene.window(LEAD, 'wall');
    return acknowledgeByKey(scene, wall);
  });

  await test.step('the shift lead declares a red alert at the candidate', async () => {
    const alert = await scene.window(LEAD, 'alert');
    await alert.getByTestId('candidate-row').first().getByTestId('declare-here').click();
    await hold(alert.getByTestId('alert-declare-hold'), (patience) =>
      expect(alert.getByTestId('hop-callCentre')).toHaveAttribute('data-state', /waiting|late/, patience),
    );
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
    await expect(alert.getByTestId('hop-crew')).toHaveAttribute('data-state', 'accepted', { timeout: CITY_MS });
    await expectUnsent(alert, 0);
  });
  for (const name of ['wall', 'map', 'alert', 'desk', 'alarms', 'settings'] as const) {
    await scene.picture('alert', LEAD, name);
  }

  let bringHubBack: () => Promise<void>;
  await test.step('the hub is killed: offline, and two more steps are given', async () => {
    const alert = await scene.window(LEAD, 'alert');
    bringHubBack = await scene.loseHub();
    await expectLink(alert, 'hubOffline');
    await recordStep(alert, 'note', '已通知交警封路');
    await recordStep(alert, 'isolated', '两侧阀门已关闭');
    await expect(alert.locator('[data-testid="timeline-row"][data-pending="true"]')).not.toHaveCount(0);
    await scene.picture('offline', LEAD, 'alert');
    await scene.meanwhile();
  });

  await test.step('the core is killed and comes back with everything', async () => {
    const alert = await scene.window(LEAD, 'alert');
    await expect.poll(() => unsentCount(alert)).toBeGreaterThanOrEqual(2);
    const before = await unsentCount(alert);
    const linkStates = await noteLink(alert);
    await scene.killCore();
    // A core that is back at once is away only for a moment.
    await expect.poll(linkStates, { timeout: 60_000 }).toContainEqual(expect.stringMatching(/^(?!online|hubOffline)/));
    await expectLink(alert, 'hubOffline');
    // Alarms of the plant may have joined the queue meanwhile, but nothing may have left it.
    await expect.poll(() => unsentCount(alert), { timeout: 60_000 }).toBeGreaterThanOrEqual(before);
    for (const words of ['已通知交警封路', '两侧阀门已关闭']) await expectStep(alert, words, 'true');
  });

  await test.step('the hub returns: both agree and nothing is pending', async () => {
    const alert = await scene.window(LEAD, 'alert');
    await bringHubBack();
    await expectLink(alert, 'online');
    await expectUnsent(alert, 0);
    for (const words of ['已通知交警封路', '两侧阀门已关闭']) await expectStep(alert, words, 'false');
    await expect.poll(() => headsAgree(scene), { timeout: 60_000 }).toBe(true);
  });

  await test.step('the order is handed on and the shift lead ends the alert, signed', async () => {
    const desk = await scene.window(LEAD, 'desk');
    await desk.locator('[data-testid^="queue-order-"]').first().click();
    await desk.getByTestId('order-outcome').selectOption('handedOn');
    await desk.getByTestId('order-outcome-reason').fill('移交白班');
    await hold(desk.getByTestId('close-order'), (patience) =>
      expect(desk.getByTestId('close-order')).toBeHidden(patience),
    );
    const alert = await scene.window(LEAD, 'alert');
    await expectUnsent(alert, 0);
    await alert.getByTestId('alert-end').click();
    await hold(alert.getByTestId('alert-end-hold'), (patience) =>
      expect(alert.getByTestId('red-alert-bar')).toBeHidden(patience),
    );
    await expectUnsent(alert, 0);
  });

  await test.step('the log verifies, on the console and on the hub, and the signature covers it', async () => {
    const isEnd = ({ command }: LogLine): boolean => command?.type === 'endRedAlert';
    const own = await logWith(scene, isEnd);
    const hubs = verifiedLog(scene, 'hub');
    expect(own.filter(isAcknowledgement(acknowledged))).toHaveLength(1);
    const ended = own.find(isEnd);
    const signed = (ended?.command?.payload as { signedHead?: string } | undefined)?.signedHead;
    expect(own.map((entry) => entry.hash)).toContain(signed);
    const ids = (entries: readonly LogLine[]) => entries.flatMap((entry) => entry.command?.commandId ?? []);
    expect(new Set(ids(hubs)).size).toBe(ids(hubs).length);
    expect(ids(hubs).slice(0, ids(own).length)).toEqual(ids(own));
  });
}

/** Presses `A` for what stands on the bar, as often as it takes. Gives the id of an alarm that stood there and then was acknowledged. */
async function acknowledgeByKey(scene: Scene, wall: Page): Promise<string> {
  const bar = wall.getByTestId('alarm-bar');
  const seen = new Set<string>();
  let found: string | undefined;
  await expect(async () => {
    const id = (await bar.locator('[data-alarm]').getAttribute('data-alarm', { timeout: 30_000 })) ?? '';
    seen.add(id);
    await wall.keyboard.press('a');
    await expect(bar.locator(`[data-alarm="${id}"]`)).toHaveCount(0, { timeout: 5_000 });
    await expectUnsent(wall, 0);
    // It may have left the bar for a more urgent one: what counts is the log.
    const log = verifiedLog(scene, 'console');
    found = [...seen].find((one) => log.some(isAcknowledgement(one)));
    expect(found).toBeDefined();
  }).toPass({ timeout: CITY_MS });
  return found ?? '';
}

const isAcknowledgement =
  (alarmId: string) =>
  ({ command }: LogLine): boolean =>
    command?.type === 'acknowledgeAlarm' && command.entity.id === alarmId;

/** The verified log of the console, once it has an entry like this. */
async function logWith(scene: Scene, isWanted: (entry: LogLine) => boolean): Promise<readonly LogLine[]> {
  let log: readonly LogLine[] = [];
  await expect(() => {
    log = verifiedLog(scene, 'console');
    expect(log.some(isWanted)).toBe(true);
  }).toPass({ timeout: 60_000 });
  return log;
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
  await expect(row).toHaveAttribute('data-pending', pending, { timeout: 60_000 });
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
  readonly command?: {
    readonly commandId: string;
    readonly type: string;
    readonly entity: { readonly id: string };
    readonly payload: unknown;
  };
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
