import type { BaseFeature, Building, SensitiveKind } from '#shared/domain/network/types.ts';
import { lonLatOf, type Frame, type Point } from './frame.ts';
import { phoneOf, type Names } from './names.ts';
import type { Random } from './random.ts';

/** Design heat load per heated area at the design outdoor temperature, W/m2 (JGJ 26 practice for a mixed stock). */
const LOAD_W_PER_M2 = { masonry: 34, light: 29 } as const;

/** The block of one station: its homes and what else stands there. */
export interface Community {
  /** Two syllables; the station is named after it. */
  readonly stem: string;
  readonly name: string;
  readonly address: string;
  readonly district: string;
  readonly buildings: readonly Building[];
  readonly footprints: readonly BaseFeature[];
  readonly households: number;
  readonly heatedAreaM2: number;
  readonly designHeatW: number;
}

const SENSITIVE_NAMES: Readonly<Record<SensitiveKind, readonly string[]>> = {
  hospital: ['人民医院', '中心医院', '中医院', '妇幼保健院'],
  school: ['小学', '中学', '实验小学', '第二中学', '幼儿园'],
  careHome: ['养老院', '敬老院', '护理院'],
};
/** Share of communities with one such building. */
const SENSITIVE_SHARE: readonly (readonly [SensitiveKind, number])[] = [
  ['hospital', 0.035],
  ['school', 0.2],
  ['careHome', 0.07],
];

function ring(corners: readonly Point[]): readonly (readonly [number, number])[] {
  const points = corners.map(lonLatOf) as (readonly [number, number])[];
  return [...points, points[0] as readonly [number, number]];
}

/** A seeded choice of which communities hold a sensitive customer; at least one of each kind. */
function placeSensitive(count: number, random: Random): Map<number, SensitiveKind> {
  const free = random.shuffle(Array.from({ length: count }, (_, k) => k));
  const placed = new Map<number, SensitiveKind>();
  for (const [kind, share] of SENSITIVE_SHARE) {
    for (let k = 0; k < Math.max(1, Math.round(count * share)); k++) {
      const at = free.pop();
      if (at !== undefined) placed.set(at, kind);
    }
  }
  return placed;
}

/** Fills every block of the frame with homes: near 12.5 buildings and 500 households each. */
export function buildCommunities(
  frame: Frame,
  stationIds: readonly string[],
  names: Names,
  random: Random,
): Community[] {
  const sensitiveAt = placeSensitive(frame.blocks.length, random);
  let serial = 0;
  return frame.blocks.map((block, index) => {
    const stem = names.communityStem();
    const name = stem + names.communityEnd();
    const onWest = block.i % 2 === 1;
    const address = `${frame.colStreets[onWest ? block.i : block.i + 1] ?? ''}${block.j * 30 + (onWest ? 11 : 12) + 2 * random.int(0, 6)}号`;
    const stationId = stationIds[index] ?? '';
    const buildings: Building[] = [];
    const footprints: BaseFeature[] = [];
    const kind = sensitiveAt.get(index);
    const light = random.chance(0.18);
    const place = (
      u: number,
      v: number,
      halfX: number,
      halfY: number,
      rest: Omit<Building, 'id' | 'stationId' | 'community' | 'address' | 'at' | 'phone'>,
    ): void => {
      serial += 1;
      const id = `B${String(serial).padStart(5, '0')}`;
      const [cx, cy] = frame.inBlock(block.i, block.j, u, v);
      const [ex, ey] = frame.inBlock(block.i, block.j, u + 0.05, v);
      const turn = Math.atan2(ey - cy, ex - cx);
      const corner = (sx: number, sy: number): Point => [
        cx + sx * halfX * Math.cos(turn) - sy * halfY * Math.sin(turn),
        cy + sx * halfX * Math.sin(turn) + sy * halfY * Math.cos(turn),
      ];
      buildings.push({
        id,
        stationId,
        community: name,
        address: `${address}${rest.name}`,
        at: lonLatOf([cx, cy]),
        ...rest,
        phone: phoneOf(serial),
      });
      footprints.push({
        id,
        kind: 'building',
        name: rest.name,
        geometry: {
          type: 'Polygon',
          coordinates: [ring([corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)])],
        },
      });
    };
    const columns = 3;
    const rows = random.int(4, 5);
    const floors = random.pick([6, 6, 7, 9, 11]);
    const perFlat = random.between(66, 92);
    const taken = kind ? new Set([1, 2]) : new Set<number>();
    for (let slot = 0, number = 1; slot < columns * rows; slot++) {
      const [column, row] = [slot % columns, Math.floor(slot / columns)];
      if (taken.has(slot) || random.chance(0.06)) continue;
      const units = random.int(2, 3);
      const households = Math.max(8, Math.round(floors * units * 2.05 + random.between(-4, 4)));
      const u = 0.2 + column * 0.3 + random.between(-0.015, 0.015);
      const v = 0.14 + (row * 0.72) / (rows - 1) + random.between(-0.01, 0.01);
      place(u, v, units * 10.5, 6.5, {
        name: `${number}号楼`,
        households,
        heatedAreaM2: Math.round(households * perFlat),
        construction: light ? 'light' : 'masonry',
      });
      number += 1;
    }
    if (kind) {
      const districtName = frame.districts[block.district]?.name ?? '';
      const prefix = kind === 'hospital' ? districtName : stem;
      place(0.66, 0.14, 48, 17, {
        name: prefix + random.pick(SENSITIVE_NAMES[kind]),
        households: kind === 'careHome' ? random.int(40, 120) : 0,
        heatedAreaM2: kind === 'hospital' ? random.int(12_000, 30_000) : random.int(3_000, 9_000),
        construction: 'masonry',
        sensitive: kind,
      });
    }
    const total = (of: (building: Building) => number): number => buildings.reduce((sum, b) => sum + of(b), 0);
    return {
      stem,
      name,
      address,
      district: frame.districts[block.district]?.name ?? '',
      buildings,
      footprints,
      households: total((b) => b.households),
      heatedAreaM2: total((b) => b.heatedAreaM2),
      designHeatW: total((b) => b.heatedAreaM2 * LOAD_W_PER_M2[b.construction]),
    };
  });
}
