import { distanceM, type LonLat } from '../../lib/geo.ts';
import type { Order, OrderCategory } from '../order/types.ts';
import type { Crew, CrewPosition, CrewSkill } from './types.ts';

/** The numbers of the ranking, all [eng] unless said; see SPEC.md. */
export const RANKING_DEFAULTS = {
  /** [eng, DOMAIN.md] Road length over straight line. */
  detour: 1.4,
  speedKmPerH: 30,
  /** Minutes added for each skill the job needs and the crew lacks. */
  missingSkillMin: 20,
  /** Minutes added for each open order the crew already has. */
  openOrderMin: 30,
  /** [eng, DOMAIN.md] A position older than this is marked and ranked lower. */
  oldPositionMs: 10 * 60_000,
  oldPositionMin: 10,
} as const;

type RankingConfig = { readonly [Key in keyof typeof RANKING_DEFAULTS]: number };

/** What each kind of job needs. */
const SKILLS_FOR: Readonly<Record<OrderCategory, readonly CrewSkill[]>> = {
  burst: ['pipe', 'welding', 'valve'],
  leak: ['pipe', 'welding'],
  suddenCold: ['valve', 'electrical'],
  notHot: ['heatDoctor'],
  belowStandard: ['heatDoctor'],
  preventive: ['heatDoctor'],
  other: [],
};

/** Why a crew stands where it stands: data, put in words by the windows. `minutes` is what it adds to the score. */
export type RankReason =
  | {
      readonly kind: 'travel';
      readonly minutes: number;
      readonly distanceM: number;
      readonly from: 'position' | 'base';
    }
  | {
      readonly kind: 'skills';
      readonly minutes: number;
      readonly has: readonly CrewSkill[];
      readonly lacks: readonly CrewSkill[];
    }
  | { readonly kind: 'load'; readonly minutes: number; readonly openOrders: number }
  | { readonly kind: 'oldPosition'; readonly minutes: number; readonly ageMs: number | undefined }
  | { readonly kind: 'offShift' };

export interface RankedCrew {
  readonly crewId: string;
  /** Minutes to arrive, with the penalties of the reasons: less is better. */
  readonly scoreMin: number;
  readonly reasons: readonly RankReason[];
}

export interface RankingInput {
  readonly at: LonLat;
  readonly category: OrderCategory;
  readonly crews: readonly Crew[];
  readonly positions: readonly CrewPosition[];
  readonly orders: readonly Order[];
  readonly nowMs: number;
}

/** The crews for a job, best first: on shift before off shift, then by minutes, then by id. A person assigns. */
export function rankCrews(input: RankingInput, config: RankingConfig = RANKING_DEFAULTS): readonly RankedCrew[] {
  return input.crews
    .map((crew) => ({ crew, ranked: rankCrew(crew, input, config) }))
    .sort(
      (a, b) =>
        Number(b.crew.onShift) - Number(a.crew.onShift) ||
        a.ranked.scoreMin - b.ranked.scoreMin ||
        (a.crew.id < b.crew.id ? -1 : 1),
    )
    .map(({ ranked }) => ranked);
}

function rankCrew(crew: Crew, input: RankingInput, config: RankingConfig): RankedCrew {
  const position = input.positions.find((other) => other.crewId === crew.id);
  const roadM = distanceM(position?.at ?? crew.base, input.at) * config.detour;
  const minutes = roadM / ((config.speedKmPerH * 1000) / 60);
  const needed = SKILLS_FOR[input.category];
  const lacks = needed.filter((skill) => !crew.skills.includes(skill));
  const has = needed.filter((skill) => crew.skills.includes(skill));
  const openOrders = input.orders.filter(
    (order) => order.crewId === crew.id && order.stages.closed === undefined,
  ).length;
  const reasons: RankReason[] = [
    { kind: 'travel', minutes, distanceM: roadM, from: position === undefined ? 'base' : 'position' },
    { kind: 'skills', minutes: lacks.length * config.missingSkillMin, has, lacks },
    { kind: 'load', minutes: openOrders * config.openOrderMin, openOrders },
  ];
  const ageMs = position === undefined ? undefined : Math.max(0, input.nowMs - position.positionAt);
  if (ageMs === undefined || ageMs > config.oldPositionMs) {
    reasons.push({ kind: 'oldPosition', minutes: config.oldPositionMin, ageMs });
  }
  if (!crew.onShift) reasons.push({ kind: 'offShift' });
  const scoreMin = reasons.reduce((sum, reason) => sum + ('minutes' in reason ? reason.minutes : 0), 0);
  return { crewId: crew.id, scoreMin, reasons };
}
