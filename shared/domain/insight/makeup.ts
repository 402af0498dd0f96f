import type { InsightConfig } from './config.ts';
import { Sustained } from './sustained.ts';

/** Compares each station's make-up flow, t/h, with what it usually takes (INS-07). */
export function createMakeupWatch(stations: number, config: InsightConfig['makeup'], holding: Iterable<number>) {
  const sustained = new Sustained(stations, config, holding);
  const baseline = new Float64Array(stations).fill(Number.NaN);
  const learned = new Uint32Array(stations);

  return {
    /** One more minute. @returns flow and baseline in t/h while the rise holds */
    update(
      station: number,
      minute: number,
      flow: number,
    ): { readonly flow: number; readonly baseline: number } | undefined {
      const usual = baseline[station] ?? Number.NaN;
      const isLearned = (learned[station] ?? 0) >= config.learnMinutes;
      const isKnown = Number.isFinite(flow) && isLearned;
      const isHigh = flow > usual * config.factor + config.marginTPerH;
      const isOver = flow < usual * config.clearFactor + config.marginTPerH / 2;
      const holds = sustained.update(station, minute, isKnown ? isHigh : undefined, isKnown ? isOver : undefined);
      // A rise must not become usual while it lasts.
      if (Number.isFinite(flow) && !(isLearned && (isHigh || holds))) {
        const share = 1 / Math.min(config.baselineMinutes, (learned[station] ?? 0) + 1);
        baseline[station] = Number.isNaN(usual) ? flow : usual + share * (flow - usual);
        learned[station] = (learned[station] ?? 0) + 1;
      }
      return holds ? { flow, baseline: usual } : undefined;
    },
  };
}
