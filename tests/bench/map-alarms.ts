import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { isActive } from '#shared/domain/alarm/lists.ts';
import { alarmIdOf } from '#shared/domain/alarm/transitions.ts';
import type { Alarm, AlarmLimit } from '#shared/domain/alarm/types.ts';
import { signalIdOf } from '#shared/domain/telemetry/measures.ts';
import type { ConsoleClient } from '#tests/support/console-client.ts';
import { moreCandidates } from './support/candidate-shown.ts';

/** So many stations with low pressure make a candidate (BUR-07). */
const STATIONS_OF_ONE = 3;
const ROUNDS = 12;
/** MPa: far above, and far below, what any station shows. */
const ALWAYS_LOW = 1.5;
const NEVER_LOW = 0.01;
const PATIENCE_MS = 30_000;
/** The alarms before have settled, so that the last one is timed alone. */
const CALM_MS = 1_500;

/** Ms to the candidate on screen of a map beside the running virtual city. */
export interface AlarmTimes {
  /** From the source time of the value that raises the alarm. */
  readonly fromValue: readonly number[];
  /** From the alarm's own row on the feed, as it leaves the log. */
  readonly fromAlarm: readonly number[];
  /** From the source time of the value to the alarm's row on the feed: the floor of the first. */
  readonly rows: readonly number[];
}

/**
 * Pressures that fall below their limit at three stations, one candidate a round: limits are set without delay so that the next value raises. Timed is the
 * third alarm, by driver, engine, log, watch and feed. All is calm again at the end.
 */
export async function alarmAbout(page: Page, client: ConsoleClient): Promise<AlarmTimes> {
  const lead = (await client.api.session.people()).find(({ role }) => role === 'shiftLead');
  await client.api.session.signOn({ personId: lead?.id ?? '', pin: '0000' });
  const alarms = new Map<string, { readonly alarm: Alarm; readonly cameAt: number }>();
  client.onRow((row) => {
    if (row.type === 'alarm' && row.value !== null) {
      alarms.set(row.id, { alarm: row.value as Alarm, cameAt: Date.now() });
    }
  });
  const setLimit = async (stationId: string, limit: number): Promise<string> => {
    const low: AlarmLimit = {
      signalId: signalIdOf(stationId, 'primarySupplyPressureMPa'),
      stationId,
      kind: 'low',
      limit,
      deadband: 0,
      onDelayMs: 0,
      offDelayMs: 0,
      priority: 'medium',
    };
    const entity = { type: 'alarmLimit', id: alarmIdOf(low) } as const;
    const payload = { ...low, reason: 'bench' };
    await client.api.command.submit({ commandId: randomUUID(), entity, type: 'setLimit', payload });
    return entity.id;
  };
  const raised = async (id: string) => {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const found = alarms.get(id);
      if (found !== undefined && isActive(found.alarm.status)) return found;
      if (performance.now() > until) throw new Error(`${id} was not raised`);
      await delay(5);
    }
  };
  const { network } = await client.api.network.get();
  const stations = (network?.stations ?? []).filter(({ kind }) => kind === 'station').map(({ id }) => id);
  const times = { fromValue: [] as number[], fromAlarm: [] as number[], rows: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const own = stations.slice(round * STATIONS_OF_ONE, (round + 1) * STATIONS_OF_ONE);
    for (const id of await Promise.all(own.slice(1).map((id) => setLimit(id, ALWAYS_LOW)))) await raised(id);
    await delay(CALM_MS);
    const shown = moreCandidates(page, 0);
    const { alarm, cameAt } = await raised(await setLimit(own[0] as string, ALWAYS_LOW));
    const shownAt = await shown;
    times.fromValue.push(shownAt - alarm.raisedAt);
    times.fromAlarm.push(shownAt - cameAt);
    times.rows.push(cameAt - alarm.raisedAt);
    await Promise.all(own.map((id) => setLimit(id, NEVER_LOW)));
    await page.getByTestId('candidate-row').first().waitFor({ state: 'detached', timeout: PATIENCE_MS });
  }
  return times;
}
