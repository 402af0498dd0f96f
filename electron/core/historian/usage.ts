import { HISTORY_TIERS, type HistoryTier, type HistoryUsage } from '#shared/contract/history-api.ts';
import { ByteReader } from './byte-writer.ts';
import type { HistoryConfig } from './config.ts';
import { BLOCK_MS, DAY_MS, GROUP_SIGNALS, groupOf, HOUR_MS } from './places.ts';
import { countOf } from './sample-chunk.ts';
import { placesIn } from './segment.ts';
import type { HistoryStore, UsageRow } from './store.ts';

/** Room that the whole history takes, by tier and day. */
export function usageOf(store: HistoryStore, config: HistoryConfig, signals: number): HistoryUsage {
  return usageFrom(store.usage(), store.fileBytes(), config, Math.max(1, signals));
}

/** Room that one signal takes. */
export function* usageOfSignal(
  store: HistoryStore,
  config: HistoryConfig,
  number: number,
): Generator<void, HistoryUsage> {
  const rows = new Map<string, { tier: HistoryTier; dayAt: number; points: number; bytes: number }>();
  const add = (tier: HistoryTier, at: number, points: number, bytes: number): void => {
    const dayAt = Math.floor(at / DAY_MS) * DAY_MS;
    const row = rows.get(`${tier} ${String(dayAt)}`) ?? { tier, dayAt, points: 0, bytes: 0 };
    row.points += points;
    row.bytes += bytes;
    rows.set(`${tier} ${String(dayAt)}`, row);
  };
  for (const tier of HISTORY_TIERS) {
    const stepMs = tier === 'hour' ? BLOCK_MS : HOUR_MS;
    const [first, end] = store.span(tier) ?? [0, 0];
    for (let place = first; place < end; place += 1) {
      const block = store.block(tier, place, number);
      if (block !== undefined) add(tier, place * stepMs, countOf(new ByteReader(block)), block.length);
      if (place % 64 === 0) yield;
    }
  }
  for (const [group, hour] of store.pending()) {
    if (group !== groupOf(number)) continue;
    for (const data of store.segments(group, hour)) {
      const places = placesIn(data);
      const mine = places.findIndex(([slot]) => slot === number % GROUP_SIGNALS);
      const at = places[mine]?.[1];
      if (at === undefined) continue;
      add('raw', hour * HOUR_MS, countOf(new ByteReader(data, at)), (places[mine + 1]?.[1] ?? data.length) - at);
    }
    yield;
  }
  return usageFrom([...rows.values()], store.fileBytes(), config, 1);
}

function usageFrom(rows: readonly UsageRow[], fileBytes: number, config: HistoryConfig, signals: number): HistoryUsage {
  const days = new Map<number, { dayAt: number; points: number; bytes: number }>();
  for (const { tier, dayAt, points, bytes } of rows) {
    // A block of the hour tier spans 16 days: it is in the tiers' sums alone.
    if (tier === 'hour') continue;
    const day = days.get(dayAt) ?? { dayAt, points: 0, bytes: 0 };
    if (tier === 'raw') day.points += points;
    day.bytes += bytes;
    days.set(dayAt, day);
  }
  const rawDays = rows.filter(({ tier, points }) => tier === 'raw' && points > 0);
  const sum = (of: readonly UsageRow[], field: 'points' | 'bytes'): number =>
    of.reduce((all, row) => all + row[field], 0);
  return {
    fileBytes,
    tiers: HISTORY_TIERS.map((tier) => {
      const own = rows.filter((row) => row.tier === tier && row.points > 0);
      const starts = own.map(({ dayAt }) => dayAt);
      const dayMs = tier === 'hour' ? BLOCK_MS : DAY_MS;
      return {
        tier,
        keepMs: config.keepMs[tier],
        points: sum(own, 'points'),
        bytes: sum(own, 'bytes'),
        from: starts.length === 0 ? null : Math.min(...starts),
        to: starts.length === 0 ? null : Math.max(...starts) + dayMs,
      };
    }),
    days: [...days.values()].sort((a, b) => b.dayAt - a.dayAt),
    bytesPerSignalDay: rawDays.length === 0 ? 0 : sum(rawDays, 'bytes') / rawDays.length / signals,
  };
}
